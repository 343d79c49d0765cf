import type { z } from "zod";
import type { PermissionName } from "#app/domain/identity/policy.ts";
import type { Ctx, Scope } from "#db/context.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One JSON endpoint: what it takes, what it answers, who may. The schemas validate and document alike. */
export type Endpoint<Input = unknown> = {
	method: Method;
	/** As in OpenAPI: `/api/leads/{id}`. Parameters are ids; what is no id is answered like an absent one. */
	path: string;
	summary: string;
	/** What a reader should know beside the schemas: rules, order, what happens afterwards. */
	description?: string;
	permission: PermissionName;
	/** What it needs besides. */
	also?: readonly PermissionName[];
	/** Path with query (GET, DELETE) or body; query texts are coerced by the schema. */
	input: z.ZodType<Input>;
	/** What leaves: a field that the schema does not name stays inside. */
	output: z.ZodType;
	/** The success status; 200 unless said. */
	status?: number;
	/** A GET that keeps something, such as what it makes at the first read. All other GETs only read. */
	keeps?: true;
	/** Fields of the answer that are told once: they are not kept with an Idempotency-Key, and null when it comes again. */
	secrets?: readonly string[];
	/** Whether a member who calls it by a session must have confirmed their address; whoever makes keys has. */
	verified?: true;
	/** What a 409 may carry beside its message, such as other times. */
	conflict?: z.ZodType;
} & (
	| {
			run(ctx: Ctx, input: Input): Promise<unknown>;
			runText?: never;
			runOutside?: never;
			runStream?: never;
			runUpload?: never;
	  }
	/** For long lists that the database writes as JSON itself (GET): the answer's text, which a test holds to `output`. */
	| {
			runText(ctx: Ctx, input: Input): Promise<string>;
			run?: never;
			runOutside?: never;
			runStream?: never;
			runUpload?: never;
	  }
	/** For work that calls a provider: it opens its own transactions around the call. */
	| {
			runOutside(scope: Scope, input: Input, call: OutsideCall): Promise<unknown>;
			run?: never;
			runText?: never;
			runStream?: never;
			runUpload?: never;
	  }
	/** For answers that come piece by piece: server-sent events, whose last one carries `output`. */
	| {
			runStream(scope: Scope, input: Input, call: OutsideCall): AsyncIterable<StreamEvent>;
			run?: never;
			runText?: never;
			runOutside?: never;
			runUpload?: never;
	  }
	/** For a form of files (multipart/form-data), which it reads itself while it comes in; `input` documents its fields. */
	| {
			runUpload(scope: Scope, request: Request): Promise<{ value: unknown; digest: string }>;
			/** Reads such a form without keeping anything: whether a repeated key brings the same one. */
			digest(request: Request): Promise<string>;
			run?: never;
			runText?: never;
			runOutside?: never;
			runStream?: never;
	  }
);

/** One event of a stream: its name, and its data as JSON. */
export type StreamEvent = { event: string; data: unknown };

/** What work between transactions may want to know of its call. */
export type OutsideCall = { signal: AbortSignal; idempotencyKey: string | undefined };
