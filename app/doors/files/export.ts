import type { Ctx } from "#db/context.ts";
import { guarded, inOwnOrg, type Member } from "../page.ts";
import type { Args } from "../request.ts";

/**
 * A file that is read and written a chunk at a time, each in a transaction of its own, so that neither memory nor a
 * connection is held for the length of a slow download. `next` of a chunk is where the following one begins. The first
 * is read before anything is answered: what cannot be read is a refusal and not half a file.
 */
export async function streamFile(
	args: Args,
	member: Member,
	file: {
		name: string;
		type: string;
		head: string;
		foot: string;
		chunk(ctx: Ctx, after: string | undefined): Promise<{ text: string; next: string | null }>;
	},
): Promise<Response> {
	const encoder = new TextEncoder();
	const read = (after?: string) => guarded(args, () => inOwnOrg(args, member, (ctx) => file.chunk(ctx, after)));
	let head = file.head;
	let ahead: Awaited<ReturnType<typeof read>> | undefined = await read();
	let after: string | undefined;
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			const { text, next } = ahead ?? (await read(after));
			controller.enqueue(encoder.encode(`${head}${text}${next === null ? file.foot : ""}`));
			head = "";
			ahead = undefined;
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
