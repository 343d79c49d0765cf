import type { SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import type { FormReply } from "#app/doors/form.ts";

/** What was typed into the form of a step before it came back, by its inputs' names; blanks are absent. */
export type TypedStep = {
	base?: string;
	name?: string;
	settings?: Record<string, unknown>;
	retries?: string;
	retryAfterSeconds?: string;
	timeoutSeconds?: string;
};

/** What was typed, if the form came back: with errors, or with a row more or less. */
export function typedStep(reply: FormReply | undefined): TypedStep | undefined {
	const typed = reply?.detail?.typed ?? reply?.result.initialValue;
	return typed ? (typed as TypedStep) : undefined;
}

/** What was typed into a field. A browser posts nothing of a switch that is off. */
export function typedValue({ settings }: TypedStep, { name, kind }: Pick<SettingField, "name" | "kind">): unknown {
	return settings?.[name] ?? (kind === "switch" ? false : undefined);
}
