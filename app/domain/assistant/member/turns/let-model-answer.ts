import type { AnswerLine } from "#app/domain/assistant/member/lines/answer-line.ts";
import {
	inventedMark,
	isMarked,
	NOT_FOUND,
	refuseAnswer,
	UNCONFIRMED,
} from "#app/domain/assistant/member/rules/check-answer.ts";
import type { CallText } from "#app/domain/assistant/member/rules/read-calls.ts";
import type { Aids, QuestionVector } from "#app/domain/assistant/member/tools/tool.ts";
import type { Answer, Models } from "#app/providers/ai/port.ts";
import { inOrg, type Scope } from "#db/context.ts";
import type { RulesAnswer } from "./answer-by-rules.ts";
import { askModel } from "./ask-models.ts";
import type { MemberClaim } from "./ask-question.ts";
import type { KeptAnswer } from "./keep-answer.ts";
import type { OpenQuestion } from "./open-question.ts";
import { runTool } from "./run-tools.ts";
import { sayGathered } from "./say-answer.ts";
import { startMemberWriter } from "./write-answer.ts";

/** One call of a model, for the record; `discarded` where its answer was thrown away, and why. */
export type Call = { answer: Answer; discarded?: string };

export type ModelWork = {
	scope: Scope;
	claim: MemberClaim;
	models: Models;
	question: OpenQuestion;
	aids: Aids;
	/** What the rules brought; the tools that the model calls add to it. */
	draft: RulesAnswer;
	/** The question as a vector, where the model wants to look into documents after all. */
	embed: () => Promise<QuestionVector | null>;
	line: AnswerLine;
	signal: AbortSignal | undefined;
	started: number;
};

/** However often a model would like to look further before it answers. */
const MOST_ROUNDS = 3;

/**
 * Lets a model answer from what the rules brought, in one call, whose words go out as they come; where it asks for tools
 * instead, they are called and it is asked again. What it says is checked: an invented mark ends the call, and an answer
 * that its passages do not bear is taken back for the rules' own.
 */
export async function letModelAnswer(work: ModelWork): Promise<{ kept: KeptAnswer; calls: Call[] }> {
	const { scope, claim, draft, line } = work;
	const writer = startMemberWriter(scope, claim);
	const calls: Call[] = [];
	try {
		// What the rules understood and found is all there; a wish for tools would only delay it.
		const isEnough = draft.isKnown && (draft.sources.length > 0 || draft.proposals.length > 0);
		let rounds = isEnough ? 0 : MOST_ROUNDS;
		for (;;) {
			const { answer, wished, text } = await askOnce(work, writer, rounds > 0);
			calls.push({ answer });
			if (wished && rounds > 0 && answer.outcome !== "stopped") {
				await callTools(work, wished);
				rounds = wished.length > 0 ? rounds - 1 : 0;
				continue;
			}
			await writer.stop();
			const { discarded, ...kept } = keep(work, answer, wished ? "" : text, writer.signal.aborted);
			if (discarded) calls[calls.length - 1] = { answer, discarded };
			if (kept.source === "rules") line.restart();
			line.write(kept.source === "rules" ? kept.text : kept.text.slice(text.length));
			return { kept, calls };
		}
	} finally {
		await writer.stop();
	}
}

async function askOnce(
	{ models, question, draft, line, signal }: ModelWork,
	writer: ReturnType<typeof startMemberWriter>,
	mayCall: boolean,
) {
	const wrong = new AbortController();
	let written = "";
	const { answer, calls } = await askModel(models, question, draft, {
		mayCall,
		now: new Date(),
		signal: AbortSignal.any([writer.signal, wrong.signal, ...(signal ? [signal] : [])]),
		onText: (piece) => {
			if (wrong.signal.aborted) return;
			written += piece;
			if (inventedMark(written, draft.sources) !== null) return wrong.abort();
			writer.write(written);
			line.write(piece);
		},
		onRestart: () => {
			written = "";
			writer.write("");
			line.restart();
		},
	});
	const text = answer.outcome === "unavailable" ? "" : (answer.text || written).trim();
	return { answer, wished: calls, text };
}

async function callTools({ scope, draft, aids, embed }: ModelWork, wished: readonly CallText[]): Promise<void> {
	const isSearch = wished.some(({ tool }) => tool === "search_knowledge");
	const vector = isSearch ? (aids.vector ?? (await embed())) : aids.vector;
	await inOrg(scope, async (ctx) => {
		for (const call of wished) await runTool(ctx, call, { ...aids, vector }, draft);
	});
}

/**
 * What is kept of a model's answer: its words where they stand on what it was given, else the rules'. `isLost`: the
 * member stopped it, or somebody else has it.
 */
function keep(
	{ draft, question, started }: ModelWork,
	{ outcome, provider, model, usage, costMicros }: Answer,
	text: string,
	isLost: boolean,
): KeptAnswer & { discarded?: string } {
	const shared = { sources: draft.sources, proposals: draft.proposals, latencyMs: performance.now() - started };
	const given = { ...draft, said: [question.text, ...question.history.map(({ content }) => content)] };
	const discarded = text === "" ? null : refuseAnswer(text, given);
	const stopped = { state: "stopped" as const };
	if (text === "" || discarded) {
		const words = isLost && !discarded ? "" : sayGathered(draft);
		const why = { ...(isLost ? stopped : {}), ...(discarded ? { discarded } : {}) };
		return { ...shared, ...why, text: words, source: "rules", costMicros };
	}
	const whole = outcome === "truncated" ? `${text} … (cut at its length limit)` : text;
	const isBorne = draft.isKnown || draft.proposals.length > 0 || isMarked(text) || text === NOT_FOUND;
	return {
		...shared,
		...(isLost || outcome === "stopped" ? stopped : {}),
		text: isBorne ? whole : `${whole}\n\n${UNCONFIRMED}`,
		...{ source: "model", provider, model, usage, costMicros },
	};
}
