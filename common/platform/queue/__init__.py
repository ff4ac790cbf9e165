"""One queue of work: claimed once, tried again by one policy, given up by age, shown, and asked for again."""

from common.platform.queue.columns import Priority, columns, due_index, fresh
from common.platform.queue.lanes import Done, Held, Item, Lane
from common.platform.queue.queue import GIVEN_UP_AFTER, Queue, error_in, repeatable
from common.platform.queue.signals import wake
from common.platform.queue.tasks import TASKS, Task, TaskState, add_tasks, task_of, tasks
from common.platform.queue.work import Tally, work_off

__all__ = [
    "GIVEN_UP_AFTER",
    "TASKS",
    "Done",
    "Held",
    "Item",
    "Lane",
    "Priority",
    "Queue",
    "Tally",
    "Task",
    "TaskState",
    "add_tasks",
    "columns",
    "due_index",
    "error_in",
    "fresh",
    "repeatable",
    "task_of",
    "tasks",
    "wake",
    "work_off",
]
