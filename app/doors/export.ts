import type { Ctx } from "#db/context.ts";
import { inOwnOrg, type Member } from "./page.ts";
import type { Args } from "./request.ts";

/**
 * A file that is read and written a chunk at a time, each in a transaction of its own, so that neither memory nor a
 * connection is held for the length of a slow download. `next` of a chunk is where the following one begins.
 */
export function streamFile(
	args: Args,
	member: Member,
	file: {
		name: string;
		type: string;
		head: string;
		foot: string;
		chunk(ctx: Ctx, after: string | undefined): Promise<{ text: string; next: string | null }>;
	},
): Response {
	const encoder = new TextEncoder();
	let after: string | undefined;
	let isFirst = true;
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { text, next } = await inOwnOrg(args, member, (ctx) => file.chunk(ctx, after));
			controller.enqueue(encoder.encode(`${isFirst ? file.head : ""}${text}${next === null ? file.foot : ""}`));
			isFirst = false;
			if (next === null) controller.close();
			else after = next;
		},
	});
	return new Response(body, {
		headers: {
			"Content-Type": file.type,
			"Content-Disposition": `attachment; filename="${file.name}"`,
			"Cache-Control": "no-store",
		},
	});
}
