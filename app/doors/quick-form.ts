import type { z } from "zod";
import type { PermissionName } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { FlashNote } from "./flash.ts";
import { form, leave } from "./form.ts";
import type { Member } from "./page.ts";
import type { Args } from "./request.ts";

/**
 * The door of a form of one button: afterwards the browser is back at `to` with what was done, or with why it was
 * refused. There is nothing typed to be kept. Routes without a page of their own use it: what `form` hands back to be
 * drawn there would reach a browser without a script as bare JSON.
 */
export async function quickForm<Schema extends z.ZodType>(
	args: Args,
	options: { permission: PermissionName; schema: Schema; to: string },
	fn: (ctx: Ctx, input: z.output<Schema>, member: Member) => Promise<string | FlashNote>,
): Promise<Response> {
	const answer = await form(args, options, async (ctx, input, member) => ({
		to: options.to,
		flash: await fn(ctx, input, member),
	}));
	if (answer instanceof Response) return answer;
	const message = answer.data.message ?? "That could not be read. Nothing was changed.";
	// A refusal must not look like something that was done.
	return leave({ to: options.to, flash: { message, tone: "info" } });
}
