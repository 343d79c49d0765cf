import { house, inOrg, type Scope } from "#db/context.ts";
import type { MemberClaim } from "./ask-question.ts";
import { saveMemberAnswer } from "./keep-answer.ts";

/** How often what a model has written so far is kept and shown. */
const SAVE_EVERY_MS = 500;

/**
 * Keeps the newest text every half second, and the lease with it, until it is stopped. Its signal ends the work once
 * somebody else has the answer: it was stopped, or taken over.
 */
export function startMemberWriter(scope: Scope, claim: MemberClaim) {
	const lost = new AbortController();
	let text = "";
	let saving: Promise<unknown> = Promise.resolve();
	let isBusy = false;
	const timer = setInterval(() => {
		if (isBusy) return;
		isBusy = true;
		saving = inOrg({ ...scope, now: undefined }, (ctx) => saveMemberAnswer(ctx, claim, text))
			.then((holds) => {
				if (!holds) lost.abort();
				else house().live.publish({ org: scope.org, topics: [`assistant-thread:${claim.threadId}`] }, []);
			})
			.catch(() => undefined)
			.finally(() => {
				isBusy = false;
			});
	}, SAVE_EVERY_MS);
	return {
		signal: lost.signal,
		write(newest: string) {
			text = newest;
		},
		async stop() {
			clearInterval(timer);
			await saving;
		},
	};
}
