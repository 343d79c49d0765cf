import { z } from "zod";
import { defineNode } from "../node-type.ts";

/** Waits for every way that can still come, then goes on once (FLOW-1). */
export const join = defineNode({
	type: "join",
	label: "Join",
	group: "flow",
	hint: "Waits until every way that was taken has come.",
	settings: z.strictObject({}),
	fields: [],
	ports: () => ["next"],
	decide: () => ({}),
});

/** Goes on with the first way that comes and calls off the others (FLOW-1). */
export const race = defineNode({
	type: "race",
	label: "First of",
	group: "flow",
	hint: "Goes on with the first way that comes, and calls off the others.",
	settings: z.strictObject({}),
	fields: [],
	ports: () => ["next"],
	decide: () => ({}),
});
