# Copied into the environment's etc/jupyter by the set-up; what a user configures goes before it.
"""Lets messages to the page go at once.

The server's WebSocket leaves Nagle's algorithm on: the second of several small messages waits until the browser has acknowledged the
first, which it does 40 ms later. A kernel answers every move of a slider with three.
"""

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """The server's own connection between page and kernel, without that wait."""

    def connect(self):
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c.ServerApp.kernel_websocket_connection_class = PromptConnection  # noqa: F821
