import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { judgeAnswer } from "#app/domain/assistant/member/turns/judge-answer.ts";
import { retryAnswer } from "#app/domain/assistant/member/turns/retry-answer.ts";
import { stopAnswer } from "#app/domain/assistant/member/turns/stop-answer.ts";
import { answerFor } from "#app/doors/assistant-line.ts";
import { allowedMember } from "#app/doors/page.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({
	act: z.enum(["stop", "retry", "good", "bad", "unjudge"]),
	message: z.uuid().optional(),
	live: z.literal("1").optional(),
});

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/assistant/${params.id}`);

/** The buttons of an answer: stop, try again, whether it helped. */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const member = await allowedMember(args, "assistant.use");
	let retried: Awaited<ReturnType<typeof retryAnswer>> | undefined;
	let isLive = false;
	const options = { permission: "assistant.use", schema: Act, to: `/assistant/${id}` } as const;
	const done = await quickForm(args, options, async (ctx, { act, message, live }) => {
		isLive = live !== undefined;
		if (act === "stop") {
			await stopAnswer(ctx, id);
			return "The answer is stopped.";
		}
		if (act === "retry") {
			retried = await retryAnswer(ctx, id);
			return "Answered once more.";
		}
		await judgeAnswer(ctx, { answerId: message ?? "", verdict: act === "unjudge" ? null : act });
		return "Noted.";
	});
	// The answer is written outside the transaction that asked for it.
	if (retried) await answerFor(args, member, retried, { isLive });
	return done;
};
