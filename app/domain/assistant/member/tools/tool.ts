import type { z } from "zod";
import type { PermissionName } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Something that a tool found and an answer may stand on. `href` is where a member reads it. */
export type Finding = { title: string; note?: string; href: string; quote?: string };

/** What a read brought: the findings, and what they say in words, a line each, `[n]` marking the finding. */
export type Reading = {
	heading: string;
	lines: { text: string; finding?: Finding }[];
	more?: { label: string; href: string };
};

/** A question as a vector, and the model that made it: vectors of different models are never compared. */
export type QuestionVector = { model: string; values: readonly number[] };

/** What helps a tool beside the context: the reader's clock, and the question as a vector where there is a provider. */
export type Aids = {
	zone: string;
	vector: QuestionVector | null;
	/** The contact whom the answer before spoke of, and nobody else: "her" is said of them. */
	spokenOf?: string | undefined;
};

/** Looks something up, at once, as the member and within what they may see. */
export type ReadTool<Input> = {
	name: string;
	/** What it is for, in words that a model chooses by. */
	purpose: string;
	permission: PermissionName;
	input: z.ZodType<Input>;
	read(ctx: Ctx, input: Input, aids: Aids): Promise<Reading>;
};

/** Changes something, only ever after the member confirmed it. */
export type ChangeTool<Input> = {
	name: string;
	purpose: string;
	permission: PermissionName;
	input: z.ZodType<Input>;
	/** The change as the member is asked about it. Throws an AppError for what cannot be, so that it is never offered. */
	words(ctx: Ctx, input: Input, aids: Aids): Promise<string>;
	carryOut(ctx: Ctx, input: Input): Promise<{ message: string; href: string }>;
};
