import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { type AnswerLine, openLine } from "#app/domain/assistant/member/lines/answer-line.ts";
import { decideByWords } from "#app/domain/assistant/member/proposals/decide-by-words.ts";
import { type Request, understandRequest } from "#app/domain/assistant/member/rules/understand-request.ts";
import type { Aids, QuestionVector } from "#app/domain/assistant/member/tools/tool.ts";
import type { Models } from "#app/providers/ai/port.ts";
import { type Ctx, inOrg, type Scope } from "#db/context.ts";
import { answerByRules, type RulesAnswer } from "./answer-by-rules.ts";
import { MEMBER_CHAT } from "./ask-models.ts";
import type { MemberClaim } from "./ask-question.ts";
import { finishMemberAnswer, type KeptAnswer } from "./keep-answer.ts";
import { type Call, letModelAnswer } from "./let-model-answer.ts";
import { type OpenQuestion, openQuestion } from "./open-question.ts";
import { nothing } from "./run-tools.ts";
import { sayGathered } from "./say-answer.ts";

export type AnswerOptions = {
	/** The member's own zone; the organisation's when nobody says. */
	zone?: string | undefined;
	/** Stops the model; what there is of the answer is kept. */
	signal?: AbortSignal | undefined;
	/** The question as a vector, where embeddings are configured; asked for outside any transaction. */
	embed?: ((text: string) => Promise<QuestionVector | null>) | undefined;
};

/**
 * Writes the answer to a member's question, outside any transaction of the caller's, acting as the member of `scope`.
 * The rules go first and call the tools they know; a model, where one is configured and within budget, may call more and
 * says it in better words. Whatever fails leaves the rules' answer. Ends quietly when the claim no longer holds. Who
 * follows the answer (`followAnswer`) is given each piece of it as it comes.
 */
export async function answerQuestion(
	scope: Scope,
	claim: MemberClaim,
	models: Models,
	options: AnswerOptions = {},
): Promise<void> {
	const line = openLine(claim.answerId);
	try {
		await writeAnswer(scope, claim, models, options, line);
		line.end();
	} catch (error) {
		line.end(error);
		throw error;
	}
}

async function writeAnswer(
	scope: Scope,
	claim: MemberClaim,
	models: Models,
	options: AnswerOptions,
	line: AnswerLine,
): Promise<void> {
	const started = performance.now();
	const found = await inOrg(scope, (ctx) => openQuestion(ctx, claim));
	if (!found) return;
	const question = { ...found, zone: options.zone ?? found.zone };
	const request = understandRequest(question.text, found.now.getTime(), question.zone);
	const embed = async () => (await options.embed?.(question.text).catch(() => null)) ?? null;
	const { zone, spokenOf } = question;
	const aids = { zone, spokenOf, vector: LOOKS_IN_KNOWLEDGE.has(request.kind) ? await embed() : null };
	const { draft, mayAsk } = await draftAnswer(scope, claim, question, request, aids, models);
	if (mayAsk) {
		const work = { scope, claim, models, question, aids, draft, embed, line, signal: options.signal, started };
		const { kept, calls } = await letModelAnswer(work);
		await finish(scope, claim, kept, calls);
		return;
	}
	const latencyMs = performance.now() - started;
	const kept = { ...draft, text: sayGathered(draft), source: "rules" as const, latencyMs };
	line.write(kept.text);
	await finish(scope, claim, kept, []);
}

/** What looks into documents is the better for a vector; nothing else waits for one. */
const LOOKS_IN_KNOWLEDGE: ReadonlySet<Request["kind"]> = new Set(["question", "price", "find", "knowledge", "field"]);

/** What the rules make of it, and whether a model is to be asked. A yes or no is carried out here. */
async function draftAnswer(
	scope: Scope,
	{ threadId }: MemberClaim,
	question: OpenQuestion,
	request: Request,
	aids: Aids,
	models: Models,
): Promise<{ draft: RulesAnswer; mayAsk: boolean }> {
	if (request.kind === "decide") {
		const decided = await decideByWords(scope, request, { threadId, ...question });
		if (decided) return { draft: sayDecided(decided.lines), mayAsk: false };
	}
	return inOrg(scope, async (ctx) => {
		const draft = await answerByRules(ctx, request, aids);
		return { draft, mayAsk: !draft.isFinal && models.has(MEMBER_CHAT) && !(await isOverBudget(ctx)) };
	});
}

function sayDecided(lines: readonly { text: string; href: string | null }[]): RulesAnswer {
	const draft = { ...nothing(), isKnown: true, isFinal: true };
	for (const { text, href } of lines) {
		const mark = draft.sources.length + 1;
		if (href) draft.sources.push({ mark, title: text.slice(0, 200), note: "", href });
		draft.parts.push(href ? `${text} [${mark}]` : text);
	}
	return draft;
}

async function finish(scope: Scope, claim: MemberClaim, kept: KeptAnswer, calls: readonly Call[]): Promise<void> {
	await inOrg({ ...scope, now: undefined }, async (ctx: Ctx) => {
		const subject = { type: "assistant-thread", id: claim.threadId };
		for (const call of calls) await recordAiCall(ctx, { purpose: MEMBER_CHAT, subject, ...call });
		if (kept.source === "rules") await recordAiCall(ctx, { purpose: MEMBER_CHAT, subject, rulesMs: kept.latencyMs });
		await finishMemberAnswer(ctx, claim, kept);
	});
}
