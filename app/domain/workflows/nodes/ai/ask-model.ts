import type { z } from "zod";
import type { AiPurposeName } from "#app/base/ai-settings.ts";
import { isOverBudget } from "#app/domain/ai/budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import type { Outside, Work } from "#app/domain/workflows/nodes/node-type.ts";
import type { Answer } from "#app/providers/ai/port.ts";

/** What it is for: chooses providers and is recorded. */
export const WORKFLOW = "workflow" satisfies AiPurposeName;

export type Question<T> = { system: string; text: string; schema?: z.ZodType<T>; maxTokens: number };

/** A model's answer, or in words why there is none to be had. */
export type Asked<T> =
	| { kind: "answer"; answer: Answer<T> }
	| { kind: "none"; why: string; isFinal: boolean; isMisfit: boolean };

/**
 * Asks a model for a step, within the month's budget, and notes what it cost in a transaction of its own: a step that is
 * carried out again after a crash has cost twice, and so it is written down.
 */
export async function askModel<T>(
	outside: Outside,
	work: Pick<Work<never>, "key" | "run">,
	question: Question<T>,
): Promise<Asked<T>> {
	const { models, within, signal } = outside;
	if (!models.has(WORKFLOW)) return none("No model is set up for steps of workflows.", { isFinal: true });
	if (await within(isOverBudget)) return none("This month's budget for models is used up.", { isFinal: true });
	const answer = await models.ask<T>({
		purpose: WORKFLOW,
		system: question.system,
		messages: [{ role: "user", content: question.text }],
		maxTokens: question.maxTokens,
		splitKey: work.key,
		signal,
		...(question.schema ? { schema: question.schema } : {}),
	});
	const { run } = work;
	await within((ctx) =>
		recordAiCall(ctx, { purpose: WORKFLOW, subject: { type: "workflow", id: run.workflow.id }, answer }),
	);
	if (answer.outcome === "stopped") signal.throwIfAborted();
	if (answer.outcome === "answered" || (answer.outcome === "truncated" && !question.schema)) {
		return { kind: "answer", answer };
	}
	const last = answer.attempts.findLast(({ outcome }) => outcome !== "skipped");
	if (last?.outcome === "malformed" || last?.outcome === "invalid" || answer.outcome === "truncated") {
		return none(`The model's answer does not have the fields it was asked for. ${last?.reason ?? ""}`.trim(), {
			isMisfit: true,
		});
	}
	return none(`No model answered. ${last?.reason ?? ""}`.trim(), { isFinal: last?.outcome === "denied" });
}

const none = (why: string, { isFinal = false, isMisfit = false }) => ({
	kind: "none" as const,
	why,
	isFinal: isFinal || isMisfit,
	isMisfit,
});
