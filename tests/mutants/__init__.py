"""Would the tests notice? Small wrongs, one after the other, in the code of a running system.

`make mutants` changes the functions that a change touched: those that differ from where the branch left main, the
working tree included. It prints each survivor and the score by noun. It is no part of CI.

| variable   | meaning                                                                 |
|------------|-------------------------------------------------------------------------|
| `ALL=1`    | all of the nouns, whatever was changed                                  |
| `NOUN=x`   | all of one noun: `people`, `http`, `functions`                          |
| `SAMPLE=n` | at most so many mutants of each noun, drawn by the seed (25)            |
| `SEED=n`   | the seed of an earlier run, which prints it                             |
| `JOBS=n`   | processes, each with a system of its own (2)                            |

A survivor is a test that is missing, or a mutant that changes nothing that counts: then it is written into
`equivalents.toml` with its reason.

How: the tests of the nouns run once and say which statement each one runs. Then each mutant's code is put into the
living functions, the tests that reach it run until one fails, and the code is put back; that test has to pass again.
Decorators, defaults, classes' own fields and database tables are left alone: what was made of them at import is made.
"""
