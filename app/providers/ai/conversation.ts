import { type Call, type CallLimits, callModel } from "./call.ts";
import type { Ask, Attempt, ModelMessage, ModelProvider } from "./port.ts";
import { describeSchema, readAnswer } from "./structured.ts";

/** What one provider made of a question, over one to three calls. */
export type Result<T> = {
	outcome: "answered" | "truncated" | "stopped" | "failed";
	/** Whether the provider itself was at fault, which its breaker counts. */
	faulty: boolean;
	reason: string | null;
	text: string;
	json: T | null;
	model: string;
};

type Note = (step: Attempt["step"], call: Call, outcome: Attempt["outcome"], reason: string | null) => void;

export type Question<T> = Ask<T> & { maxTokens: number };

type Asking = (messages: ModelMessage[]) => Promise<Call>;

/**
 * Asks one provider: an answer that was cut is continued once; a structured answer that does not follow its schema is
 * sent back once with what is wrong. Each call is told to `note`.
 */
export async function converse<T>(
	provider: ModelProvider,
	question: Question<T>,
	limits: () => CallLimits,
	onText: (text: string) => void,
	note: Note,
): Promise<Result<T>> {
	const schema = question.schema && describeSchema(question.schema);
	const system = schema ? `${question.system}\n\n${schema.words}` : question.system;
	const { maxTokens, signal } = question;
	const format = schema && { name: "answer", json: schema.json };
	const call: Asking = (messages) =>
		callModel(provider, { system, messages, maxTokens, signal, schema: format }, limits(), onText);

	const first = await call(question.messages);
	const bad = unusable(first);
	note("first", first, bad ?? (first.stopReason === "length" ? "length" : "ok"), reasonOf(first, bad));
	if (bad) return failed(first, first.text, bad);
	let whole = first.stopReason !== "length";
	let text = first.text;
	if (!whole) {
		const more = await call([...question.messages, assistant(text), user(CONTINUE)]);
		const broken = unusable(more);
		note("continue", more, broken ?? (more.stopReason === "length" ? "length" : "ok"), reasonOf(more, broken));
		text += more.text;
		if (broken === "stopped") return failed(more, text, broken);
		whole = more.stopReason === "end";
	}
	if (question.schema)
		return validated({ ...question, schema: question.schema }, call, { ...first, text }, whole, note);
	return done<T>(whole ? "answered" : "truncated", first, text, null);
}

async function validated<T>(
	question: Question<T> & { schema: NonNullable<Question<T>["schema"]> },
	call: Asking,
	given: Call,
	whole: boolean,
	note: Note,
): Promise<Result<T>> {
	const read = readAnswer(given.text, question.schema);
	if (read.ok) return done("answered", given, given.text, read.value);
	if (!whole) return invalid(given, given.text, "The answer was cut.");
	const repair = `Your answer does not follow the schema:\n${read.problem}\nAnswer again, with the JSON only.`;
	const again = await call([...question.messages, assistant(given.text), user(repair)]);
	const bad = unusable(again);
	const second = bad ? read : readAnswer(again.text, question.schema);
	note("repair", again, bad ?? (second.ok ? "ok" : "invalid"), reasonOf(again, bad) ?? problemOf(second));
	if (bad) return failed(again, again.text, bad);
	if (!second.ok) return invalid(again, again.text, second.problem);
	return done("answered", again, again.text, second.value);
}

function done<T>(outcome: "answered" | "truncated", call: Call, text: string, json: T | null): Result<T> {
	return { outcome, faulty: false, reason: null, text, json, model: call.model };
}

/** Why a call cannot be used, or null. An answer without a word is no answer. */
function unusable(call: Call): Exclude<Attempt["outcome"], "ok" | "length" | "skipped"> | null {
	if (call.error) return call.error.kind;
	if (call.stopReason === "refused") return "refused";
	return call.text.trim() === "" ? "invalid" : null;
}

function failed<T>(call: Call, text: string, kind: Attempt["outcome"]): Result<T> {
	// A request that the provider finds wrong or too long is the question's fault: one tenant's long text must not
	// close the provider to all others.
	const ours = [400, 413, 422].includes(call.error?.status ?? 0);
	const faulty = !ours && kind !== "stopped" && kind !== "refused" && kind !== "invalid";
	const outcome = kind === "stopped" ? "stopped" : "failed";
	return { outcome, faulty, reason: reasonOf(call, kind), text, json: null, model: call.model };
}

function invalid<T>(call: Call, text: string, problem: string): Result<T> {
	return { outcome: "failed", faulty: false, reason: problem, text, json: null, model: call.model };
}

function reasonOf(call: Call, kind: Attempt["outcome"] | null): string | null {
	if (call.error) return call.error.message;
	if (kind === "refused") return "The model declined to answer.";
	return kind === "invalid" ? "The answer was empty." : null;
}

function problemOf(read: ReturnType<typeof readAnswer>): string | null {
	return read.ok ? null : read.problem;
}

const CONTINUE = "Your answer was cut off. Go on exactly where it stopped, without repeating anything.";

function assistant(content: string) {
	return { role: "assistant" as const, content };
}

function user(content: string) {
	return { role: "user" as const, content };
}
