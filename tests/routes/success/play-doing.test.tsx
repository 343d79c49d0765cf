import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import * as play from "#app/routes/success/play/play.tsx";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { publish } from "#tests/domain/workflows/nodes/flow.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { waitingJobs } from "#tests/support/jobs.ts";
import { text } from "#tests/ui/render.tsx";
import { drawn } from "./drawn.tsx";

let org: TestOrg;
const cookies = {} as Record<"user" | "viewer", string>;
let playId: string;
let runId: string;
const query = (words: string, values: unknown[] = []) => house().database.owner.query(words, values);

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	for (const role of ["user", "viewer"] as const) cookies[role] = await cookieOf(org, role);
	({ playId } = await makePlay(org, { name: "Orchard" }));
	const { id } = await publish(org, { call: ["http", { url: "https://shop.example/it" }] }, ["start>call"]);
	runId = (await as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} })))!;
	await query("update plays set run_id = $2, begun = 1 where id = $1", [playId, runId]);
});

/** The run's call was begun so long ago, and may take until then. */
async function busy(until: string): Promise<void> {
	await query(`update workflow_steps set state = 'busy', busy_until = now() + $2::interval where run_id = $1`, [
		runId,
		until,
	]);
	await query("update workflow_runs set state = 'running' where id = $1", [runId]);
}

beforeEach(() => query("delete from pgboss.job where name = $1", [driveRunJob.name]));

const at = () => ({ cookie: cookies.user, path: `/success/${playId}`, params: { id: playId } });
const look = async (as: keyof typeof cookies = "user") =>
	text(await drawn(play as never, { cookie: cookies[as], path: `/success/${playId}`, id: playId }));

describe("a play whose run does a step by itself", () => {
	it("SUCCESS-5 says which, and when it is taken up again should it be cut off", async () => {
		await busy("1 minute");
		const words = await look();
		expect(words).toMatch(/The run does “.+” by itself\.[\s\S]*Should it be cut off, it is taken up again after/);
		expect(words).not.toContain("Take the step up again");
	});

	it("SUCCESS-5 whose process was killed over it says so once its time is past, and is taken up again by a button", async () => {
		await busy("-1 minute");
		expect(await look()).toMatch(/“.+” was cut off\.[\s\S]*Take the step up again/);
		expect(await look("viewer")).not.toContain("Take the step up again");
		const answer = await answerOf(play.action(argsFor({ ...at(), fields: { act: "carry-on" } })));
		expect(answer).toMatchObject({
			status: 303,
			to: `/success/${playId}`,
			flash: { message: "The step is taken up again." },
		});
		const now = (await waitingJobs(driveRunJob)).filter(({ payload }) => payload.runId === runId);
		expect(now.map(({ startAfter }) => startAfter <= new Date())).toEqual([true]);
		const refused = await answerOf(
			play.action(argsFor({ ...at(), cookie: cookies.viewer, fields: { act: "carry-on" } })),
		);
		expect(refused.status).toBe(403);
	});

	it("SUCCESS-5 whose step failed says that it is tried again, or why the run failed", async () => {
		await query(
			`update workflow_steps set state = 'waiting', wait_kind = 'retry', wake_at = now() + interval '1 minute', error = 'The shop is closed.',
				busy_until = null where run_id = $1`,
			[runId],
		);
		expect(await look()).toMatch(/“.+” failed, and is tried again\.[\s\S]*The shop is closed\./);
		await query(
			"update workflow_runs set state = 'failed', error = 'The shop is gone.', ended_at = now() where id = $1",
			[runId],
		);
		const words = await look();
		expect(words).toMatch(/Its run failed\.[\s\S]*The shop is gone\./);
		expect(words).toContain("Begin the play");
	});
});
