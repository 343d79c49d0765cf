import { z } from "zod";
import { FACT_NAMES, type FactName, SHIPPED_WEIGHTS, type Weight, type Weights } from "./rules.ts";

const whole = (least: number, most: number) =>
	z.coerce
		.number({ error: `Write a whole number from ${least} to ${most}.` })
		.int({ error: `Write a whole number from ${least} to ${most}.` })
		.min(least, { error: `Write ${least} or more.` })
		.max(most, { error: `Write ${most} or less.` });

const WeightFields = z.object({ points: whole(-100, 100), per: whole(1, 1_000_000), most: whole(0, 100) });

/** The weights as the form sends them: `base`, and three numbers for each fact. */
export const WeightsForm = z.object({
	base: whole(0, 100),
	facts: z.object(
		Object.fromEntries(FACT_NAMES.map((name) => [name, WeightFields])) as Record<FactName, typeof WeightFields>,
	),
	version: z.coerce.number().int().min(0),
});
export type WeightsForm = z.output<typeof WeightsForm>;

const Kept = z.object({
	base: z.number().catch(SHIPPED_WEIGHTS.base),
	facts: z.record(z.string(), z.unknown()).catch({}),
});

/** Weights as they are kept; a fact that came after they were saved has its shipped weight. */
export function readWeights(kept: unknown): Weights {
	const read = Kept.safeParse(kept);
	if (!read.success) return SHIPPED_WEIGHTS;
	const weightOf = (name: FactName): Weight => {
		const weight = WeightFields.safeParse(read.data.facts[name]);
		return weight.success ? weight.data : SHIPPED_WEIGHTS.facts[name];
	};
	return {
		base: read.data.base,
		facts: Object.fromEntries(FACT_NAMES.map((name) => [name, weightOf(name)])) as Record<FactName, Weight>,
	};
}
