import type { Submission, SubmissionResult } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { data, redirect } from "@remix-run/node";
import type { z } from "zod";
import type { PermissionName } from "#app/domain/identity/policy.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { type FlashNote, leaveFlash } from "./flash.ts";
import { readFields } from "./form-fields.ts";
import { allowedMember, asAppError, type Member, scopeOf, watched } from "./page.ts";
import { type Args, noteRetryAfter, visitOf } from "./request.ts";

/** What an action hands back to its own page: the form's errors with what was typed, for conform's `lastResult`. */
export type FormReply = { result: SubmissionResult<string[]>; message?: string; detail?: Record<string, unknown> };

/** Where to go after a change, and the line shown there, maybe with the way back. */
export type Done = { to: string; flash?: string | FlashNote; headers?: [string, string][] };

/**
 * An answer on the same page instead, for what is shown once and kept nowhere: `detail` of the reply. The form is emptied,
 * unless it `keeps` what was typed.
 */
export type Shown = { show: Record<string, unknown>; keeps?: boolean };

/**
 * The door of a signed-in form: reads and checks the fields with `schema` before any transaction, then runs one
 * command. On success the browser is redirected (303) with a flash message; on refusal the same page is drawn again
 * with the errors and everything that was typed.
 */
export async function form<Schema extends z.ZodType>(
	args: Args,
	options: { permission: PermissionName; schema: Schema },
	fn: (ctx: Ctx, input: z.output<Schema>, member: Member) => Promise<Done | Shown>,
) {
	const member = await allowedMember(args, options.permission);
	return answerForm(args, options.schema, (input) =>
		watched(args, member, options.permission, () => inOrg(scopeOf(args, member), (ctx) => fn(ctx, input, member))),
	);
}

/** As `form`, for doors that bring their own identity: public pages and links. `fn` opens its own transactions. */
export async function answerForm<Schema extends z.ZodType>(
	args: Args,
	schema: Schema,
	fn: (input: z.output<Schema>) => Promise<Done | Shown | Response>,
) {
	let submission: Submission<z.output<Schema>, string[]> | undefined;
	try {
		const fields = await readFields(args.request);
		const parsed = parseWithZod(fields, { schema });
		submission = parsed as typeof submission;
		if (parsed.status !== "success") {
			return data<FormReply>({ result: parsed.reply({ hideFields: ["password", "newPassword"] }) }, { status: 422 });
		}
		const done = await fn(parsed.value);
		if ("show" in done) return data<FormReply>({ result: parsed.reply({ resetForm: !done.keeps }), detail: done.show });
		return done instanceof Response ? done : leave(done);
	} catch (error) {
		if (error instanceof Response) throw error;
		return refuse(args, error, submission);
	}
}

/** The redirect that ends a successful post: 303, so that reloading does not post again. */
export async function leave(done: Done): Promise<Response> {
	const headers = new Headers(done.headers);
	if (done.flash) headers.append("Set-Cookie", await leaveFlash(done.flash));
	return redirect(done.to, { status: 303, headers });
}

function refuse(args: Args, error: unknown, submission: Submission<unknown, string[]> | undefined) {
	const { requestId } = visitOf(args);
	const known = asAppError(error, requestId);
	noteRetryAfter(args, known.retryAfterSeconds);
	if (known.status === 404 || known.status === 403 || known.status === 401 || !submission) {
		throw Response.json({ code: known.code, message: known.message, requestId }, { status: known.status });
	}
	const suffix = known.status >= 500 ? ` (request ${requestId})` : "";
	const formErrors = Object.keys(known.fields).length > 0 ? [] : [`${known.message}${suffix}`];
	const result = submission.reply({ formErrors, fieldErrors: known.fields, hideFields: ["password", "newPassword"] });
	const headers: Record<string, string> = known.retryAfterSeconds
		? { "Retry-After": String(known.retryAfterSeconds) }
		: {};
	return data<FormReply>({ result, message: known.message, detail: known.data }, { status: known.status, headers });
}
