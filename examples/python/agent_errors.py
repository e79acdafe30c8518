#!/usr/bin/env python3
"""Calls a tool through Seawall's gateway and decides by what went wrong. Needs Python 3.9, and nothing else.

Usage: agent_errors.py URL TOOL [JSON-ARGUMENTS]     URL as http://127.0.0.1:3333/mcp; SEAWALL_TOKEN for a gateway that wants one
"""

from __future__ import annotations

import json
import os
import sys
import urllib.request

PROTOCOL_VERSION = "2025-11-25"
ERROR_KEY = "dev.seawall/error"
TICKET_KEY = "dev.seawall/ticket"
TIMEOUT_S = 360  # Longer than the longest call that the gateway allows by default: it ends calls itself.


class Gateway:
    """One session with the gateway over Streamable HTTP. Use it in a `with`."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = url
        self._headers = {
            "content-type": "application/json",
            "accept": "application/json, text/event-stream",
            "mcp-protocol-version": PROTOCOL_VERSION,
        }
        if token is not None:
            self._headers["authorization"] = f"Bearer {token}"
        self._last_id = 0

    def __enter__(self) -> Gateway:
        self._request(
            "initialize",
            {
                "protocolVersion": PROTOCOL_VERSION,
                "capabilities": {},
                "clientInfo": {"name": "python-agent", "version": "1.0.0"},
            },
        )
        self._send({"jsonrpc": "2.0", "method": "notifications/initialized"})
        return self

    def __exit__(self, *_: object) -> None:
        if "mcp-session-id" in self._headers:
            request = urllib.request.Request(self._url, headers=self._headers, method="DELETE")
            urllib.request.urlopen(request, timeout=TIMEOUT_S).close()

    def call_tool(self, name: str, arguments: dict) -> dict:
        """The result of a tool, a failed one included: look at `isError`."""
        return self._request("tools/call", {"name": name, "arguments": arguments})

    def _request(self, method: str, params: dict) -> dict:
        self._last_id += 1
        answer = self._send({"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params})
        if answer is None:
            raise RuntimeError(f"The gateway did not answer {method}.")
        if "error" in answer:
            # Only what is wrong about the request itself comes this way, as a tool that is not there.
            raise RuntimeError(f"{method} was refused: {answer['error']['message']}")
        return answer["result"]

    def _send(self, message: dict) -> dict | None:
        request = urllib.request.Request(self._url, data=json.dumps(message).encode(), headers=self._headers)
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:
            session = response.headers.get("mcp-session-id")
            if session is not None:
                self._headers["mcp-session-id"] = session
            if "id" not in message:
                return None
            if response.headers.get_content_type() == "text/event-stream":
                return self._answer_in_stream(response, message["id"])
            return json.load(response)

    @staticmethod
    def _answer_in_stream(response: object, request_id: int) -> dict | None:
        """The answer among the events; others are notifications."""
        data: list[str] = []
        for raw in response:
            line = raw.decode().rstrip("\r\n")
            if line.startswith("data:"):
                data.append(line[5:].lstrip())
            elif line == "" and data:
                event = json.loads("\n".join(data)) if "".join(data) else {}
                data = []
                if event.get("id") == request_id:
                    return event
        return None


def decide(result: dict) -> str:
    """What an agent does about a result. `kind` and `code` are stable; texts are for the model."""
    meta = result.get("_meta", {})
    if TICKET_KEY in meta:
        return f"leave it: the write is sent by itself, as ticket {meta[TICKET_KEY]['id']}"
    error = meta.get(ERROR_KEY)
    if error is None:
        return "hand the text to the model" if result.get("isError") else "go on"
    kind, context = error["kind"], error["context"]
    if kind == "outcome_unknown":
        return f"look first whether it ran, with {context.get('verifyWith', 'the system itself')}; do not repeat it"
    if kind in ("authentication", "permission", "configuration", "quota"):
        return f"ask a person: {error.get('hint', error['message'])}"
    if kind in ("validation", "not_found", "tool_not_found"):
        return "let the model correct its call"
    if error["retryable"]:
        return f"come back in {max(1, round(context.get('retryAfterMs', 10_000) / 1000))} s, and go on without it until then"
    return "go on without it"


def main() -> int:
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    url, tool = sys.argv[1:3]
    arguments = json.loads(sys.argv[3]) if len(sys.argv) == 4 else {}
    with Gateway(url, os.environ.get("SEAWALL_TOKEN")) as gateway:
        result = gateway.call_tool(tool, arguments)
    error = result.get("_meta", {}).get(ERROR_KEY)
    print("model:", " ".join(block.get("text", f"[{block['type']}]") for block in result["content"]))
    print("code:", "none" if error is None else f"{error['kind']} {error['code']}")
    print("agent:", decide(result))
    return 0


if __name__ == "__main__":
    sys.exit(main())
