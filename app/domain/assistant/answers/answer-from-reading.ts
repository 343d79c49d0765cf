import { addDays, dateAt, readDate } from "#app/base/time.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { LEAD_CHAT, type Question, type Reading, readByModel } from "#app/domain/assistant/ask-model.ts";
import { refuseReply } from "#app/domain/assistant/rules/guard-reply.ts";
import type { When } from "#app/domain/assistant/rules/read-when.ts";
import type { Understood } from "#app/domain/assistant/rules/understand.ts";
import { holdsAnswer, settleAnswer } from "#app/domain/assistant/turns/answer-lease.ts";
import { startWriter } from "#app/domain/assistant/turns/answer-writer.ts";
import type { AnswerClaim } from "#app/domain/assistant/turns/begin-answer.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { answerUnderstood, type Line } from "./answer-by-rules.ts";
import { type ChatFacts, loadChatFacts } from "./chat-facts.ts";
import type { Draft } from "./draft.ts";
import { leaveToPerson } from "./leave-to-person.ts";

type Open = { draft: Draft; facts: ChatFacts; line: Line; question: Question };

const PARTS = {
	morning: { from: 0, to: 12 * 60 },
	afternoon: { from: 12 * 60, to: 17 * 60 },
	evening: { from: 16 * 60 + 30, to: 24 * 60 },
};

/**
 * Answers a line that the rules could not read, as a model reads it: the facts and offers are the rules' again; only
 * where nothing of theirs fits is the model's own reply shown, if it keeps to the facts.
 */
export async function answerFromReading(
	scope: Scope,
	claim: AnswerClaim,
	models: Models,
	open: Open,
	started: number,
): Promise<void> {
	const writer = startWriter(scope, claim, open.facts.conversationId);
	const { answer, reading } = await readByModel(models, open.question).finally(writer.stop);
	const refused = reading?.kind === "other" ? refuseReply(reading.reply, open.question.facts) : null;
	// What nobody surely knows is the awaited person's to answer, and no model's.
	const mayReply = reading?.kind !== "other" || (reading.reply.trim() !== "" && !open.facts.person.isAwaited);
	const isUsed = reading !== null && refused === null && mayReply;
	await inOrg(scope, async (ctx) => {
		if (!(await holdsAnswer(ctx, claim))) return;
		const draft = isUsed ? await draftFrom(ctx, open, reading) : open.draft;
		const subject = { type: "message", id: claim.answerId };
		const discarded = refused ? `The reply ${refused}.` : undefined;
		const rulesMs = isUsed ? undefined : performance.now() - started;
		await recordAiCall(ctx, { purpose: LEAD_CHAT, subject, answer, discarded, rulesMs });
		await settleAnswer(ctx, claim, {
			...draft,
			conversationId: open.facts.conversationId,
			source: isUsed ? "model" : "rules",
			provider: answer.provider,
			model: isUsed ? answer.model : null,
			usage: answer.usage,
			costMicros: answer.costMicros,
			latencyMs: performance.now() - started,
		});
	});
}

async function draftFrom(ctx: Ctx, open: Open, reading: Reading): Promise<Draft> {
	if (reading.kind === "other") return { ...open.draft, text: reading.reply.trim() };
	const facts = await loadChatFacts(ctx, open.facts.conversationId);
	if (facts.mode === "member") return open.draft;
	return leaveToPerson(facts, await answerUnderstood(ctx, facts, understoodFrom(reading, facts), open.line));
}

/** Names and dates of a model count only where they are this location's services and days to come. */
function understoodFrom(reading: Reading, { services, now, zone }: ChatFacts): Understood {
	const wanted = new Set(reading.services.map((name) => name.trim().toLowerCase()));
	const when = whenOf(reading, dateAt(now, zone));
	return {
		intent: reading.kind === "other" ? "unknown" : reading.kind,
		services: services.filter(({ name }) => wanted.has(name.toLowerCase())),
		...(when ? { when } : {}),
	};
}

function whenOf({ from, to, part }: Reading, today: string): When | undefined {
	const first = readDate(from);
	const last = readDate(to) ?? first;
	const isAhead = first && last && last >= today && first <= last && first <= addDays(today, 730);
	const days = isAhead ? { days: { from: first < today ? today : first, to: last } } : {};
	const time = part ? { time: PARTS[part] } : {};
	return isAhead || part ? { ...days, ...time } : undefined;
}
