"""Asks the service with clients that others wrote, or that a program of others' generated.

Run by `.ci/foreign-clients`, which says where the generated client lies.
"""

import os
import urllib.request

APP, SUCCESS, FAILURE, ABORTED, OPEN, WAITING = (
    os.environ["AIRLOCK_" + name]
    for name in ("APP", "SUCCESS", "FAILURE", "ABORTED", "OPEN", "WAITING"))
BASE = os.environ["AIRLOCK_URL"] + "/v0.1"
TOKEN = os.environ["AIRLOCK_TOKEN"]


def expect(found, expected, what):
    if found != expected:
        raise SystemExit(f"{what}: {found!r} instead of {expected!r}")


def bitrise_package():
    """The package `bitrise`, as it is but for the address."""
    from bitrise import BitriseClient
    from bitrise.services.bitrise import Bitrise

    Bitrise._base_url = BASE
    app = BitriseClient(TOKEN).get_app_by_name("project")
    expect((app.slug, app.title, app.project_type), (APP, "project", "other"), "the app")
    builds = {build.slug: build for build in app.get_builds()}
    expect(builds[SUCCESS].status_text, "success", "a build that ended well")
    expect(builds[FAILURE].status_text, "error", "a build that failed")
    expect(builds[ABORTED].abort_reason, "a test", "an aborted build's reason")
    expect(builds[OPEN].status_text, "in-progress", "a build that runs")
    expect({b.slug for b in app.get_builds(status=2)}, {FAILURE}, "builds that failed")
    expect(app.get_last_build(status=1).slug, SUCCESS, "the last build that ended well")
    expect(len(app.get_builds_by_workflow("fail")), 1, "builds of a workflow")
    details = app.get_build_by_slug(SUCCESS).details
    expect(details.triggered_workflow, "primary", "a build's workflow")
    files = [(file.title, file.download_url) for file in details.artifacts]
    for title, address in files:
        with urllib.request.urlopen(address) as answer:
            expect(answer.read(), b"all is well\n", f"the file {title}")
    expect([title for title, _ in files], ["report.txt", "spare.txt"], "a build's files")
    print(f"bitrise 1.0.2: {len(builds)} builds, {len(files)} files")


def generated_client():
    """What openapi-python-client makes of our description."""
    from airlock_build_service_client import AuthenticatedClient, models
    from airlock_build_service_client.api.apps import app_list, app_show, branch_list
    from airlock_build_service_client.api.artifacts import artifact_list
    from airlock_build_service_client.api.builds import (
        build_abort, build_list, build_rebuild, build_show, build_trigger)
    from airlock_build_service_client.api.logs import build_log, build_log_summary
    from airlock_build_service_client.api.people import user_profile
    from airlock_build_service_client.api.remote_access import remote_access_show
    from airlock_build_service_client.types import UNSET

    client = AuthenticatedClient(
        base_url=BASE, token=TOKEN, prefix="token", raise_on_unexpected_status=True)
    expect(user_profile.sync(client=client).data.email, None, "an unset field")
    apps = app_list.sync(client=client).data
    expect([app.slug for app in apps if app.title == "project"], [APP], "the apps")
    expect(app_show.sync(APP, client=client).data.title, "project", "an app")
    expect(branch_list.sync(APP, client=client).data, ["main"], "branches")

    slugs, next_page = [], UNSET
    while True:
        page = build_list.sync(APP, client=client, limit=2, next_=next_page)
        slugs += [build.slug for build in page.data]
        next_page = page.paging.next_
        if not next_page:
            break
    expect(len(slugs), page.paging.total_item_count, "builds over all pages")
    expect(len(set(slugs)), len(slugs), "different builds over all pages")

    build = build_show.sync(APP, FAILURE, client=client).data
    expect((build.status, build.status_text.value), (2, "error"), "a build that failed")
    steps = build_log_summary.sync(APP, FAILURE, client=client).execution.workflows[0].steps
    expect([step.status.value for step in steps], ["failed"], "its steps")
    log = build_log.sync(APP, SUCCESS, client=client)
    with urllib.request.urlopen(log.expiring_raw_log_url) as answer:
        expect(b"all is well" in answer.read(), True, "its words in the log")
    artifact_list.sync(APP, SUCCESS, client=client)

    made = build_trigger.sync(
        APP, client=client, body=models.Trigger.from_dict({
            "hook_info": {"type": "bitrise"},
            "build_params": {"branch": "main", "workflow_id": "primary"}}))
    expect(made.slug, APP, "a trigger's app")
    reason = models.Abort(abort_reason="enough", abort_with_success=True)
    build_abort.sync(APP, made.build_slug, client=client, body=reason)
    ended = build_show.sync(APP, made.build_slug, client=client).data
    expect((ended.status, ended.abort_reason), (4, "enough"), "a build that was aborted")

    again = build_rebuild.sync(
        APP, SUCCESS, client=client, body=models.Rebuild(is_remote=True))
    access = remote_access_show.sync(APP, again.build_slug, client=client).data
    expect(access.state.value, "opening", "the window of a build that waits")
    build_abort.sync(APP, again.build_slug, client=client, body=models.Abort())
    refused = build_rebuild.sync(APP, OPEN, client=client, body=models.Rebuild())
    expect(refused.code.value, "not_finished", "why a running build is not rebuilt")
    print(f"openapi-python-client: {len(slugs)} builds, one started, one rebuilt, both aborted")


bitrise_package()
generated_client()
