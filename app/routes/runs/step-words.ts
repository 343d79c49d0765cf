import type { MessageState } from "#app/domain/messaging/rules/message-states.ts";
import { portLabel } from "#app/domain/workflows/drawing/port-labels.ts";
import type { RunStep, StepState } from "#app/domain/workflows/reading/run-steps.ts";
import { formatLength } from "#app/ui/format-time.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

/** What a step's state is called, and how it looks in a run's story. */
export const STEP_SIGNS: Readonly<Record<StepState, { words: string; tone: Tone; icon: IconName }>> = {
	ready: { words: "is next", tone: "neutral", icon: "clock" },
	busy: { words: "is being carried out", tone: "info", icon: "activity" },
	waiting: { words: "waits", tone: "info", icon: "clock" },
	joining: { words: "waits for the other ways", tone: "info", icon: "clock" },
	looping: { words: "goes through its items", tone: "info", icon: "activity" },
	done: { words: "was done", tone: "good", icon: "check" },
	failed: { words: "failed", tone: "bad", icon: "error" },
	cancelled: { words: "was called off", tone: "neutral", icon: "close" },
	joined: { words: "came together with the others", tone: "neutral", icon: "check" },
};

type Ended = {
	state: StepState;
	attempt: number;
	beganAt: Date;
	endedAt: Date | null;
	isFromRecord: boolean;
	port: string | null;
	message?: RunStep["message"];
};

/** How a step went, after its name: "was done in 2 s, at the third try". */
export function howItWent(step: Ended): string {
	if (step.isFromRecord) return "was taken from the earlier run";
	const unsent = step.state === "done" && step.message ? UNSENT[step.message.state] : undefined;
	if (unsent) return `wrote its message, ${unsent}`;
	const left =
		step.state === "done" && step.port && step.port !== "next" ? `, and left by “${portLabel(step.port)}”` : "";
	return `${STEP_SIGNS[step.state].words}${lengthOf(step)}${triesOf(step)}${left}`;
}

/** What became of a message that was written and has not reached anybody, as it stands now. */
const UNSENT: Partial<Record<MessageState, string>> = {
	draft: "which is a draft and has not left",
	held: "which is held in the outbox and has not left",
	scheduled: "which is to be sent later",
	queued: "which is about to be sent",
	sending: "which is about to be sent",
	suppressed: "which is not sent to this person",
	failed: "which could not be sent",
	bounced: "which came back",
	uncertain: "of which it is not certain whether it was sent",
};

/** Whether a step's message waits for somebody, or was lost: worth a look. */
export const isStuck = ({ message }: Pick<RunStep, "message">): boolean =>
	message !== null && ["draft", "held", "suppressed", "failed", "bounced", "uncertain"].includes(message.state);

function lengthOf({ state, beganAt, endedAt }: Ended): string {
	if (!endedAt || (state !== "done" && state !== "failed")) return "";
	return ` ${state === "done" ? "in" : "after"} ${lengthBetween(beganAt, endedAt)}`;
}

function triesOf({ state, attempt }: Ended): string {
	if (attempt === 0) return "";
	const isOver = state === "done" || state === "failed";
	return isOver ? `, at try ${attempt + 1}` : `, after ${attempt} ${attempt === 1 ? "try" : "tries"}`;
}

/** How long it is from one instant to another, in words. */
export const lengthBetween = (from: Date, to: Date): string => shortLength(to.getTime() - from.getTime());

/** A length that may be less than a second: "40 ms", "2 min". */
export const shortLength = (ms: number): string =>
	ms < 1_000 ? `${Math.max(0, Math.round(ms))} ms` : formatLength(ms);

/** "item 3 of “Each row”" for steps within loops; empty outside. */
export function itemWords(path: string, nameOf: (node: string) => string): string {
	const inner = path.split("/").at(-1) ?? "";
	const [node, index] = inner.split(":");
	return node && index ? `item ${Number(index) + 1} of “${nameOf(node)}”` : "";
}

/** What to do about a failure, by the kind of step that failed. */
export function adviceFor(group: string | null, error: string): string {
	if (/goes round without an end/.test(error)) {
		return "Give the circle a way out in the draft, publish it, and replay the run from before the circle.";
	}
	if (/settings cannot be used|cannot be worked out|no such|there is no “|expression/i.test(error)) {
		return "Correct the step in the draft and publish it. Then replay the run from this step on the new version.";
	}
	switch (group) {
		case "outside":
			return "Look whether the other system is well, and whether the address and its key are right. Then replay the run from this step: what was done before is kept.";
		case "ai":
			return "Look whether a model is set up, under Settings, Models. Then replay the run from this step.";
		case "messages":
		case "records":
			return "Set the record or the step's settings right. Then replay the run from this step: what was done before is kept.";
		default:
			return "Correct the step in the draft and publish it, or set right what it works on. Then replay the run from this step.";
	}
}
