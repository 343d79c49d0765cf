import { sendSystemMailJob } from "#app/domain/identity/jobs.ts";
import { SendError } from "#app/providers/delivery/port.ts";
import { type EmailSender, type MailAddress, mailMessageId } from "#app/providers/email/port.ts";
import { asSystem } from "#db/context.ts";
import { mayLeave, systemOutbox, TRY_AFTER_MS } from "./system-mail.ts";

type Claimed = { id: string; recipient: string; subject: string; body: string; link: string | null; attempts: number };

/** What a try came to, in words for the operator; `again` when it is safe and worthwhile to try once more. */
type Outcome = { state: "sent" | "failed" | "uncertain" | "held"; error?: string; again?: boolean };

/**
 * Makes one try at sending one mail. Claiming it comes first, so that two runs send once; a run that finds the claim
 * of a process that died marks the mail uncertain rather than sending it a second time.
 */
export async function sendSystemMail(
	mailId: string,
	way: { sender: EmailSender | undefined; from: MailAddress; now: Date },
): Promise<void> {
	const mail = await claim(mailId);
	if (!mail) return;
	const outcome = await hand(mail, way);
	await settle(mail, outcome, way.now);
}

function claim(mailId: string): Promise<Claimed | undefined> {
	return asSystem(async (db) => {
		const claimed = await db
			.updateTable("system_mail")
			.set((set) => ({ state: "sending", attempts: set("attempts", "+", 1) }))
			.where("id", "=", mailId)
			.where("state", "=", "queued")
			.returning(["id", "recipient", "subject", "body", "link", "attempts"])
			.executeTakeFirst();
		if (claimed) return claimed;
		await db
			.updateTable("system_mail")
			.set({ state: "uncertain", error: "The process that sent this stopped before it knew whether it arrived." })
			.where("id", "=", mailId)
			.where("state", "=", "sending")
			.execute();
		return undefined;
	});
}

async function hand(
	mail: Claimed,
	{ sender, from }: { sender: EmailSender | undefined; from: MailAddress },
): Promise<Outcome> {
	if (!sender || !mayLeave(mail.recipient)) return { state: "held" };
	try {
		await sender.send({
			messageId: mailMessageId(mail.id, from.address.split("@")[1] ?? "localhost"),
			from,
			to: { address: mail.recipient },
			subject: mail.subject,
			text: mail.body,
			headers: { "Auto-Submitted": "auto-generated" },
		});
		return { state: "sent" };
	} catch (error) {
		if (!(error instanceof SendError)) throw error;
		if (error.kind === "uncertain") return { state: "uncertain", error: error.message };
		return { state: "failed", error: error.message, again: error.kind === "temporary" };
	}
}

async function settle(mail: Claimed, outcome: Outcome, now: Date): Promise<void> {
	const wait = outcome.again ? TRY_AFTER_MS[mail.attempts] : undefined;
	await asSystem(async (db) => {
		await db
			.updateTable("system_mail")
			.set({
				state: wait ? "queued" : outcome.state,
				error: outcome.error ?? null,
				// What went out is not kept with its key: the link lets one in.
				...(outcome.state === "sent"
					? { sent_at: now, link: null, body: mail.link ? mail.body.replaceAll(mail.link, "(link)") : mail.body }
					: {}),
			})
			.where("id", "=", mail.id)
			.where("state", "in", ["sending", "uncertain"])
			.execute();
		if (!wait) return;
		const after = new Date(now.getTime() + wait);
		await systemOutbox(db, now).enqueue(sendSystemMailJob, { mailId: mail.id }, { after });
	});
}

/** The links that no mail carries: held ones, and those that could not be sent. Newest first, for the operator only. */
export async function listMailLinks(
	limit = 20,
): Promise<{ at: Date; kind: string; recipient: string; link: string }[]> {
	const rows = await asSystem((db) =>
		db
			.selectFrom("system_mail")
			.select(["created_at", "kind", "recipient", "link"])
			.where("state", "in", ["held", "failed", "uncertain"])
			.where("link", "is not", null)
			.orderBy("created_at", "desc")
			.limit(limit)
			.execute(),
	);
	return rows.map(({ created_at, kind, recipient, link }) => ({ at: created_at, kind, recipient, link: link ?? "" }));
}
