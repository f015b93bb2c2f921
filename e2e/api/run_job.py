"""Runs a preset on a host by the client that was generated from the OpenAPI file, and prints how it ended."""

import os
import sys
import time

sys.path.insert(0, os.environ["CLIENT_DIR"])

from hyprbox import AuthenticatedClient  # noqa: E402
from hyprbox.api.jobs import jobs_controller_create, jobs_controller_get, jobs_controller_list  # noqa: E402
from hyprbox.api.nodes import nodes_controller_list  # noqa: E402
from hyprbox.models import CreateJobDto  # noqa: E402

POLL_SECONDS = 0.1
LIMIT_SECONDS = 60

client = AuthenticatedClient(
    base_url=os.environ["API_URL"], token=os.environ["API_TOKEN"], raise_on_unexpected_status=True
)
node = nodes_controller_list.sync(client=client).items[0]
body = CreateJobDto.from_dict({"nodeId": node.id, "preset": "exit-with", "variables": {"code": 0, "word": "generated"}})
job = jobs_controller_create.sync(client=client, body=body)
deadline = time.monotonic() + LIMIT_SECONDS
while job.finished_at is None and time.monotonic() < deadline:
    time.sleep(POLL_SECONDS)
    job = jobs_controller_get.sync(client=client, id=job.id)
listed = [each.id for each in jobs_controller_list.sync(client=client).items]
print(job.status, job.exit_code, job.stdout.strip(), job.id in listed)
