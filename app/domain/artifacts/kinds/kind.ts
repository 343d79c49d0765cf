import type { z } from "zod";
import type { PricingLimits } from "#app/domain/artifacts/rules/pricing.ts";
import type { ArtifactItem, Content } from "#app/domain/artifacts/schema.ts";
import type { AccountIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import type { Ctx } from "#db/context.ts";

/** What a kind of artifact is: what it holds, what it begins with, and which of its lines can become tasks. */
export type KindDefinition<T extends object = Record<string, unknown>> = {
	/** Checks and completes what is saved; its messages are for the person who typed. */
	content: z.ZodType<T>;
	/** What a new one holds, of what is known of the account. */
	start(ctx: Ctx, account: AccountIntelligence): T | Promise<T>;
	/** Lines that can become tasks, by keys that stay the same from version to version. */
	items?(content: T): readonly ArtifactItem[];
	/** Lines that show a task from the start, by their keys. */
	links?(content: T): readonly { item: string; taskId: string }[];
	/** Whether this version needs a manager by the limits of prices, and why, in words; none: it needs nobody. */
	reasons?(content: T, limits: PricingLimits): readonly string[];
	/** Members whom its lines name; its editor offers all of them. */
	members?(content: T): readonly string[];
};

/** Keeps a definition's own type while it is written. */
export const defineKind = <T extends Content>(definition: KindDefinition<T>): KindDefinition<T> => definition;
