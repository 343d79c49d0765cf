import { announceChat } from "#app/domain/assistant/conversations/announce-chat.ts";
import { inOrg, type Scope } from "#db/context.ts";
import { saveAnswer } from "./answer-lease.ts";
import type { AnswerClaim } from "./begin-answer.ts";

/** How often what a model has written so far is kept and shown. */
const SAVE_EVERY_MS = 500;

/** Keeps the newest text every half second, and the lease with it, until it is stopped. */
export function startWriter(scope: Scope, claim: AnswerClaim, conversationId: string) {
	let text = "";
	let saving: Promise<unknown> = Promise.resolve();
	let isBusy = false;
	const timer = setInterval(() => {
		if (isBusy) return;
		isBusy = true;
		saving = inOrg({ ...scope, now: undefined }, (ctx) => saveAnswer(ctx, claim, text))
			.then(() => announceChat(scope.org, conversationId))
			.catch(() => undefined)
			.finally(() => {
				isBusy = false;
			});
	}, SAVE_EVERY_MS);
	return {
		write(newest: string) {
			text = newest;
		},
		async stop() {
			clearInterval(timer);
			await saving;
		},
	};
}
