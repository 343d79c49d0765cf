import type { RawBuilder, Transaction } from "kysely";
import { isId, type OrgId } from "#app/base/ids.ts";
import { noteFaultOrigin } from "#app/base/telemetry.ts";
import { insideTransaction } from "#app/base/transaction-guard.ts";
import type { OpenDatabase } from "./client.ts";
import { opening } from "./dialects/dialect.ts";
import type { JobContract, JobOptions } from "./jobs/job-contract.ts";
import type { Live } from "./live.ts";
import type { Queue } from "./queue.ts";
import type { Actor, NewEvent } from "./recording/actor.ts";
import { dispatchEvents, type EventFollower, type RecordedEvent } from "./recording/dispatch.ts";
import { ANY_EVENT, eventRow, topicsOf } from "./recording/event-rows.ts";
import { originOf } from "./recording/origin.ts";
import type { Database } from "./types.ts";

export type { Actor, NewEvent, Role } from "./recording/actor.ts";

/** What every command and query gets, first: one organisation, one actor, one open transaction. Dead after commit. */
export type Ctx = {
	org: OrgId;
	actor: Actor;
	db: Transaction<Database>;
	now: Date;
	requestId: string;
	ip: string | undefined;
	userAgent: string | undefined;
	record(event: NewEvent): Promise<void>;
	recordMany(events: NewEvent[]): Promise<void>;
	enqueue<Payload>(contract: JobContract<Payload>, payload: Payload, options?: JobOptions): Promise<void>;
	enqueueMany<Payload>(
		contract: JobContract<Payload>,
		entries: { payload: Payload; options?: JobOptions }[],
	): Promise<void>;
};

/** Who asks and where from. `now` is for tests; else the instant by the database's clock. */
export type Scope = {
	org: OrgId;
	actor: Actor;
	requestId: string;
	ip?: string | undefined;
	userAgent?: string | undefined;
	now?: Date | undefined;
};

/** The parts of a running process that contexts are made of. */
export type House = { database: OpenDatabase; queue: Queue; live: Live };

const HANDLE = Symbol.for("perigee.house");
type Holder = { [HANDLE]?: House };

/** Sets the process's one database, queue and live channel. The build and its tools share it through globalThis. */
export function setHouse(house: House): void {
	(globalThis as Holder)[HANDLE] = house;
}

/** The process's parts; throws when nothing was opened. */
export function house(): House {
	const open = (globalThis as Holder)[HANDLE];
	if (!open) throw new Error("no database was opened");
	return open;
}

/**
 * Opens a transaction bound to one organisation, runs `fn`, commits. Rows, events and jobs commit together;
 * browsers and workers hear of it after the commit. Refuses to nest, and refuses outside calls within.
 */
export async function inOrg<T>(scope: Scope, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	if (!isId(scope.org)) throw new Error("not an organisation's id");
	const { database, queue, live } = house();
	const topics = new Set<string>();
	const queues = new Set<string>();
	const result = await insideTransaction(() =>
		opening.run(boundTo(scope.org), () =>
			database.kysely.transaction().execute(async (db) => {
				const recorded: RecordedEvent[] = [];
				const ctx = makeContext({ scope, db, queue, topics, queues, recorded });
				const value = await fn(ctx);
				await followEvents(ctx, recorded);
				await dispatchEvents(ctx, recorded);
				return value;
			}),
		),
	).catch((error: unknown) => fault(scope, error));
	live.publish({ org: scope.org, topics: [...topics] }, queues);
	return result;
}

/**
 * As `inOrg`, for work that only reads: whatever writes in it fails. On a native database each statement is one trip with
 * its role and organisation, where a transaction has three; statements of one `fn` see what was committed before each.
 */
export async function readInOrg<T>(scope: Scope, fn: (ctx: Ctx) => Promise<T>): Promise<T> {
	if (!isId(scope.org)) throw new Error("not an organisation's id");
	const { database, queue } = house();
	const { reading } = database;
	const transaction = reading ? reading.transaction() : database.kysely.transaction().setAccessMode("read only");
	return insideTransaction(() =>
		opening.run(reading ? scope.org : boundTo(scope.org), () =>
			transaction.execute((db) =>
				fn(makeContext({ scope, db, queue, topics: new Set(), queues: new Set(), recorded: [] })),
			),
		),
	).catch((error: unknown) => fault(scope, error));
}

/**
 * One statement of one organisation that may write, as a transaction by itself: on a native database one trip instead of
 * three. It records nothing, enqueues nothing and tells nobody; what does needs `inOrg`.
 */
export async function writeOnce<Row>(scope: Pick<Scope, "org">, statement: RawBuilder<Row>): Promise<Row[]> {
	if (!isId(scope.org)) throw new Error("not an organisation's id");
	const { kysely, writing } = house().database;
	return insideTransaction(() =>
		opening.run(writing ? scope.org : boundTo(scope.org), () =>
			(writing ?? kysely).transaction().execute(async (db) => (await statement.execute(db)).rows),
		),
	);
}

let follower: EventFollower<Ctx> | undefined;

/** Sets what follows events within the transaction that records them; it may record and enqueue in turn. */
export function setEventFollower(follow: EventFollower<Ctx>): void {
	follower = follow;
}

/** What the follower records itself is followed too, a few times: whoever goes on for ever is not. */
async function followEvents(ctx: Ctx, recorded: readonly RecordedEvent[]): Promise<void> {
	for (let from = 0, round = 0; follower && from < recorded.length && round < MOST_ROUNDS; round++) {
		const events = recorded.slice(from);
		from = recorded.length;
		await follower(ctx, events);
	}
}

const MOST_ROUNDS = 3;

const boundTo = (org: OrgId) => `set local role perigee_app; select set_config('app.org_id', '${org}', true)`;

function fault(scope: Scope, error: unknown): never {
	const member = "id" in scope.actor ? scope.actor.id : undefined;
	noteFaultOrigin(error, { requestId: scope.requestId, org: scope.org, ...(member ? { member } : {}) });
	throw error;
}

/** A transaction of the system role: the few reads and writes that cross organisations or stand outside them. */
export async function asSystem<T>(fn: (db: Transaction<Database>) => Promise<T>): Promise<T> {
	return insideTransaction(() =>
		opening.run("set local role perigee_system", () => house().database.kysely.transaction().execute(fn)),
	);
}

/** Adds jobs as the system, outside any organisation's context. */
export async function enqueueAsSystem<Payload>(
	db: Transaction<Database>,
	contract: JobContract<Payload>,
	entries: { payload: Payload; options?: JobOptions }[],
): Promise<void> {
	await house().queue.add(db, contract, entries, originOf({ kind: "system", name: "" }));
}

/** Postgres takes 65,535 parameters a statement; an event has 16. */
const ROWS_AT_ONCE = 1_000;

type Parts = {
	scope: Scope;
	db: Transaction<Database>;
	queue: Queue;
	topics: Set<string>;
	queues: Set<string>;
	recorded: RecordedEvent[];
};

function makeContext({ scope, db, queue, topics, queues, recorded }: Parts): Ctx {
	const now = scope.now ?? house().database.clock.now();
	const ctx: Ctx = {
		org: scope.org,
		actor: scope.actor,
		db,
		now,
		requestId: scope.requestId,
		ip: scope.ip,
		userAgent: scope.userAgent,
		record: (event) => ctx.recordMany([event]),
		async recordMany(events) {
			if (events.length === 0) return;
			const rows = events.map((event) => eventRow(scope, now, event));
			for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
				await db
					.insertInto("events")
					.values(rows.slice(from, from + ROWS_AT_ONCE) as never)
					.execute();
			}
			for (const event of events) for (const topic of topicsOf(event)) topics.add(topic);
			topics.add(ANY_EVENT);
			for (const [at, { id, name }] of rows.entries()) {
				const { subject, parent, by = scope.actor, run = originOf(by) ?? originOf(scope.actor) } = events[at]!;
				recorded.push({
					id,
					name,
					subject,
					parent,
					by: run ? { ...by, run } : by,
					data: events[at]!.data ?? {},
					changes: events[at]!.changes ?? {},
				});
			}
		},
		enqueue: (contract, payload, options) => ctx.enqueueMany(contract, [{ payload, ...(options ? { options } : {}) }]),
		async enqueueMany(contract, entries) {
			if (entries.length === 0) return;
			await queue.add(db, contract, entries, originOf(scope.actor));
			queues.add(contract.name);
		},
	};
	return ctx;
}
