import type { Transaction } from "kysely";
import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { sendSystemMailJob } from "#app/domain/identity/jobs.ts";
import { enqueueAsSystem } from "#db/context.ts";
import type { JobContract, JobOptions } from "#db/jobs/job-contract.ts";
import type { Database, SystemMail } from "#db/types.ts";

/** The waits before the first, second and third try at sending one mail (ID-1). */
export const TRY_AFTER_MS = [1_000, 5_000, 30_000] as const;

/** One mail about identity. `link` is the one link in `body`, kept apart for the operator's list. */
export type NewSystemMail = {
	kind: SystemMail["kind"];
	recipient: string;
	subject: string;
	body: string;
	link?: string;
};

/** What a mail is written with: an organisation's context, or `systemOutbox` outside any. */
export type Outbox = {
	db: Transaction<Database>;
	now: Date;
	enqueue<Payload>(contract: JobContract<Payload>, payload: Payload, options?: JobOptions): Promise<void>;
};

/** The outbox in a transaction of the system role. */
export function systemOutbox(db: Transaction<Database>, now: Date): Outbox {
	return {
		db,
		now,
		enqueue: (contract, payload, options) =>
			enqueueAsSystem(db, contract, [{ payload, ...(options ? { options } : {}) }]),
	};
}

/**
 * Writes a mail and its job with the caller's change. While ALLOW_IDENTITY_EMAIL is off, or there is no mail server,
 * it is held: the operator reads its link from the command line, never the person asking.
 */
export async function queueSystemMail(outbox: Outbox, mail: NewSystemMail): Promise<void> {
	const id = newId();
	const goesOut = mayLeave(mail.recipient);
	await outbox.db
		.insertInto("system_mail")
		.values({ id, ...mail, state: goesOut ? "queued" : "held", created_at: outbox.now })
		.execute();
	if (!goesOut) return;
	const after = new Date(outbox.now.getTime() + TRY_AFTER_MS[0]);
	await outbox.enqueue(sendSystemMailJob, { mailId: id }, { after });
}

/** Whether mail about identity is held for everybody: its switch is off, or there is no mail server. */
export function isIdentityMailOff(): boolean {
	const { ALLOW_IDENTITY_EMAIL, SMTP_URL } = env();
	return !ALLOW_IDENTITY_EMAIL || !SMTP_URL;
}

/** Whether mail about identity may leave for this address: the switch, a mail server, and the demo's own list. */
export function mayLeave(recipient: string): boolean {
	const { DEMO_MODE, DEMO_ALLOWED } = env();
	if (isIdentityMailOff()) return false;
	const allowed = DEMO_ALLOWED.split(",").map((entry) => entry.trim().toLowerCase());
	return !DEMO_MODE || allowed.includes(recipient.toLowerCase());
}
