import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { type RecommendationPiece, recommend } from "#app/domain/artifacts/recommending/recommend.ts";
import type { Recommendation } from "#app/domain/artifacts/rules/recommendations.ts";
import { providers } from "#app/providers/open.ts";
import type { Scope } from "#db/context.ts";
import { streamReply, withFirst } from "./api/stream-reply.ts";
import { readFields } from "./form-fields.ts";
import { allowedMember, guarded, scopeOf, watched } from "./page.ts";
import { type Args, visitOf } from "./request.ts";

/** Nobody waits longer for a page that shows nothing; who sees lines coming waits for more of them. */
const LONGEST_MS = { plain: 8_000, streamed: 25_000 };

/** What a page asks: whose suggestions, which artifact gets them as a version, and the play's step in which they are asked for. */
export const RecommendationsAsked = z.object({
	accountId: z.uuid("Choose an account."),
	artifactId: z.uuid().optional(),
	...{ playId: z.uuid().optional(), runId: z.uuid().optional(), stepId: z.uuid().optional() },
});

type Asked = Omit<z.output<typeof RecommendationsAsked>, "stepId"> & { stepId?: string | undefined };
type Done = Extract<RecommendationPiece, { event: "done" }>["data"];

/** What to do next, whole: for a post without a script. */
export async function recommendWhole(
	scope: Scope,
	place: Asked,
	signal?: AbortSignal,
): Promise<Done & { lines: Recommendation[] }> {
	let lines: Recommendation[] = [];
	const asked = { ...place, longestMs: LONGEST_MS.plain };
	for await (const piece of recommend(scope, asked, providers().models, signal)) {
		if (piece.event === "line") lines.push(piece.data);
		else if (piece.event === "restart") lines = [];
		else return { ...piece.data, lines };
	}
	throw new Error("The recommendations ended without an end");
}

/**
 * What to do next, line by line as server-sent events, in answer to a member's post of what `RecommendationsAsked` names.
 * The first piece is awaited here, so that what is nobody's is a refusal and not a stream.
 */
export async function streamRecommendations(args: Args): Promise<Response> {
	const member = await allowedMember(args, "success.work");
	const fields = await readFields(args.request);
	const given = [...fields].filter(([, value]) => typeof value === "string" && value !== "");
	return guarded(args, async () => {
		const asked = RecommendationsAsked.safeParse(Object.fromEntries(given));
		if (!asked.success) throw invalid("This page asks for something that is no more. Load it again; nothing was kept.");
		const scope = scopeOf(args, member);
		const streamed = { ...asked.data, longestMs: LONGEST_MS.streamed };
		const pieces = recommend(scope, streamed, providers().models, args.request.signal);
		const first = await watched(args, member, "success.work", () => pieces.next());
		return streamReply(withFirst(first, pieces), visitOf(args).requestId, {});
	});
}
