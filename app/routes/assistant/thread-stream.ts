import type { LoaderFunctionArgs } from "@remix-run/node";
import { streamAnswer } from "#app/doors/assistant-line.ts";

/** An answer as it is written, as server-sent events, for the one whose conversation it is. */
export const loader = (args: LoaderFunctionArgs) =>
	streamAnswer(args, { threadId: args.params.id ?? "", answerId: args.params.answer ?? "" });
