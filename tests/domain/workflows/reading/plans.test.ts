import { expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getGuidedStep, listGuidedSteps } from "#app/domain/workflows/guided/guided-queries.ts";
import { getApproval, listApprovals } from "#app/domain/workflows/reading/approval-queries.ts";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { listRuns } from "#app/domain/workflows/reading/run-list.ts";
import { listRunSteps } from "#app/domain/workflows/reading/run-steps.ts";
import { getWorkflowFigures } from "#app/domain/workflows/reading/workflow-figures.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";
import { publish } from "../nodes/flow.ts";

const TABLES = ["workflow_runs", "workflow_steps", "approvals", "approval_votes", "workflow_versions", "workflows"];

it("FLOW-3 FLOW-5 lists and pages of 30,000 runs and 90,000 steps go by their indexes under forced policies", async () => {
	await openTestHouse();
	const org = await makeOrg("Busy firm");
	const { id } = await publish(org, { wait: ["wait", {}] }, ["start>wait"]);
	const fill = (text: string, more: unknown[] = []) => house().database.owner.query(text, [org.id, ...more]);
	// Many workflows, so that one of them is a small part of all runs.
	await fill("insert into workflows (org_id, id, name) select $1, uuidv7(), 'W' || n from generate_series(1, 2000) n");
	await fill(
		"insert into workflow_versions (org_id, workflow_id, number, graph) select $1, id, 1, '{}' from workflows where org_id = $1 and id <> $2",
		[id],
	);
	await fill(`insert into workflow_runs (org_id, id, workflow_id, version_number, state, subject_type, subject_id, started_by, ended_at)
		select $1, uuidv7(), w.id, 1, (array['succeeded', 'failed', 'waiting'])[1 + n % 3], 'contact', uuidv7(), 'T',
			case when n % 3 < 2 then now() end
		from (select id, row_number() over () as row from workflows where org_id = $1) w, generate_series(1, 15) n`);
	await fill(`insert into workflow_steps (org_id, run_id, id, node, state, wait_kind, input, ended_at)
		select r.org_id, r.id, uuidv7(), 'n' || n, case when n = 3 and r.state = 'waiting' then 'waiting' else 'done' end,
			case when n = 3 and r.state = 'waiting' then 'event' end, '{}', now()
		from workflow_runs r, generate_series(1, 3) n where r.org_id = $1`);
	await fill(`insert into approvals (org_id, id, run_id, step_id, title, state)
		select org_id, uuidv7(), run_id, id, 'Asked', 'approved' from workflow_steps where org_id = $1 and node = 'n1'`);
	await fill(`update workflow_steps s set state = 'waiting', wait_kind = 'person', input = '{"fields": [], "member": "", "title": "x"}'
		from (select run_id, id from workflow_steps where org_id = $1 and node = 'n2' limit 200) t
		where s.org_id = $1 and s.run_id = t.run_id and s.id = t.id`);
	await fill(`update approvals a set state = 'open', step_id = s.id from workflow_steps s
		where a.org_id = $1 and s.org_id = $1 and s.run_id = a.run_id and s.state = 'waiting' and s.wait_kind = 'person'`);
	await fill(
		"insert into approval_votes (org_id, approval_id, member_id, is_yes) select $1, id, $2, true from approvals where org_id = $1 and state <> 'open'",
		[org.members.owner.id],
	);
	await house().database.owner.exec("analyze");
	const first = async <T>(text: string) => (await fill(text))[0] as T;
	const run = await first<{ id: string; workflow_id: string; subject_id: string }>(
		"select id, workflow_id, subject_id from workflow_runs where org_id = $1 limit 1",
	);
	const asked = await first<{ id: string }>("select id from approvals where org_id = $1 and state = 'open' limit 1");
	const guided = await first<{ id: string }>(
		"select id from workflow_steps where org_id = $1 and state = 'waiting' and wait_kind = 'person' limit 1",
	);
	const after = newId();
	const reads: Record<string, Parameters<typeof wholeReads>[2]> = {
		all: (ctx) => listRuns(ctx, { after }),
		workflow: (ctx) => listRuns(ctx, { workflowId: run.workflow_id, after }),
		state: (ctx) => listRuns(ctx, { state: "failed" }),
		none: (ctx) => listRuns(ctx, { state: "cancelled" }),
		both: (ctx) => listRuns(ctx, { workflowId: run.workflow_id, state: "paused" }),
		subject: (ctx) => listRuns(ctx, { subjectId: run.subject_id }),
		run: (ctx) => getRun(ctx, run.id),
		steps: (ctx) => listRunSteps(ctx, run.id),
		open: (ctx) => listApprovals(ctx, { state: "open" }),
		decided: (ctx) => listApprovals(ctx, { state: "decided" }),
		approval: (ctx) => getApproval(ctx, asked.id),
		guided: (ctx) => getGuidedStep(ctx, guided.id),
		asked: (ctx) => listGuidedSteps(ctx, { memberId: org.members.user.id }),
		figures: (ctx) => getWorkflowFigures(ctx, run.workflow_id),
	};
	for (const [name, read] of Object.entries(reads)) {
		const { whole } = await as(org, "user", (ctx) => wholeReads(ctx, TABLES, read));
		expect(whole, name).toEqual([]);
	}
}, 120_000);
