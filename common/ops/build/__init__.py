"""What a deployment is made of: the tree of the image, the portal; and the tools that make and check them."""
