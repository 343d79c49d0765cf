import { rmSync } from "node:fs";
import { env, readEnv, setEnv } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { followEvents } from "#app/domain/workflows/running/starting/follow-events.ts";
import { registerNodeTypes } from "#app/node-types.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { type DatabaseOptions, openDatabase } from "#db/client.ts";
import {
	type Actor,
	asSystem,
	type Ctx,
	type House,
	inOrg,
	type Role,
	setEventFollower,
	setHouse,
} from "#db/context.ts";
import { Live } from "#db/live.ts";
import { Queue } from "#db/queue.ts";
import { setSubscriptions } from "#db/recording/dispatch.ts";
import { subscriptions } from "#jobs/subscriptions.ts";
import { copyOfImage } from "./image-file.ts";

/** The environment of tests: nothing leaves, stand-ins on loopback may be called. */
export function testEnv(more: Record<string, string> = {}): void {
	setEnv(
		readEnv({
			NODE_ENV: "test",
			LOG_LEVEL: "silent",
			SECRET_KEY: "test-secret-key",
			PUBLIC_URL: "http://localhost:3000",
			ALLOW_PRIVATE_TARGETS: "true",
			...more,
		}),
	);
}

/** What the test file under way has opened. */
const open = new Set<() => Promise<void>>();

/** Closes what a test file opened; every file is set up to call it (tests/support/set-up.ts). */
export async function closeTestHouses(): Promise<void> {
	const all = [...open];
	open.clear();
	for (const close of all) await close();
}

/**
 * A database of this test file's own (an image of the migrated one, or `options`), with queue and live channel.
 * Jobs do not run by themselves: `runJobs` of tests/support/jobs.ts runs what was enqueued. Closed after the file.
 */
export async function openTestHouse(options?: DatabaseOptions): Promise<House> {
	testEnv();
	const copy = options ? undefined : copyOfImage();
	const database = openDatabase(options ?? { dataDir: copy! });
	await database.embedded?.waitReady;
	const queue = new Queue(database, { works: false, onError: () => undefined });
	const live = new Live(database);
	const house = { database, queue, live };
	setHouse(house);
	setProviders(openProviders(env()));
	setSubscriptions(Object.keys(subscriptions));
	setEventFollower(followEvents);
	registerNodeTypes();
	await live.start();
	await queue.start();
	open.add(async () => {
		await queue.stop();
		await live.close();
		await database.close();
		if (copy) rmSync(copy, { recursive: true, force: true });
	});
	return house;
}

export type TestOrg = { id: string; members: Record<Role, { id: string; userId: string; name: string }> };

const ROLES: readonly Role[] = ["owner", "admin", "manager", "user", "viewer"];

/** An organisation with one member for each role. */
export async function makeOrg(name = "Test firm"): Promise<TestOrg> {
	const id = newId();
	const members = {} as TestOrg["members"];
	await asSystem(async (db) => {
		await db
			.insertInto("organisations")
			.values({ id, name, slug: `org-${id.slice(-12)}` })
			.execute();
		for (const role of ROLES) {
			const person = { id: newId(), userId: newId(), name: `The ${role}` };
			const email = `${role}-${id.slice(-12)}@firm.test`;
			await db
				.insertInto("users")
				.values({ id: person.userId, email, name: person.name, email_verified_at: new Date() })
				.execute();
			await db
				.insertInto("memberships")
				.values({ org_id: id, id: person.id, user_id: person.userId, role, name: person.name, email })
				.execute();
			members[role] = person;
		}
	});
	return { id, members };
}

/** Runs `fn` as a member of a role, at `now` if given. */
export function as<T>(org: TestOrg, role: Role, fn: (ctx: Ctx) => Promise<T>, now?: Date): Promise<T> {
	const { id, name, userId } = org.members[role];
	return asActor(org.id, { kind: "member", id, name, role, userId }, fn, now);
}

/** Runs `fn` as any actor: a system job, a customer, a webhook. */
export function asActor<T>(org: string, actor: Actor, fn: (ctx: Ctx) => Promise<T>, now?: Date): Promise<T> {
	return inOrg({ org, actor, requestId: newId(), now }, fn);
}

/** The system actor, as jobs are. */
export const SYSTEM: Actor = { kind: "system", name: "Test job" };
