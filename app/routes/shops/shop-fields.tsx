import { SHOPMONKEY_URL } from "#app/domain/integrations/schema.ts";
import { Fieldset } from "#app/ui/forms/form.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";

/** What was typed, or what is stored, field by field; and what is wrong with it. */
export type ShopFormState = {
	values: Partial<Record<"name" | "baseUrl" | "apiKey" | "leadStatuses" | "wonStatuses" | "mapping", string>>;
	errors: Record<string, string[] | null | undefined>;
};

/** The fields that connecting and editing share. A stored key is never shown; an empty field keeps it. */
export function ShopFields({
	state,
	isNew,
	kind,
}: {
	state: ShopFormState;
	isNew: boolean;
	kind?: "shopmonkey" | "generic";
}) {
	return (
		<>
			<WhereFields state={state} isNew={isNew} />
			<OrderFields state={state} />
			{kind !== "shopmonkey" && (
				<TextArea
					label="Mapping"
					optional={isNew}
					help="JSON, only for another system: its endpoints, fields and how it signs. Shopmonkey needs none."
					errors={state.errors.mapping ?? undefined}
					inputProps={{ name: "mapping", defaultValue: state.values.mapping ?? "", rows: 12, spellCheck: false }}
				/>
			)}
		</>
	);
}

function WhereFields({ state, isNew }: { state: ShopFormState; isNew: boolean }) {
	const baseUrl = fieldOf(state, "baseUrl");
	return (
		<Fieldset legend="Where it is">
			<TextInput label="Name" help="How your team calls this connection." {...fieldOf(state, "name")} />
			<TextInput
				label="Address of the API"
				help={`For Shopmonkey: ${SHOPMONKEY_URL}`}
				errors={baseUrl.errors}
				inputProps={{ ...baseUrl.inputProps, type: "url", spellCheck: false }}
			/>
			<TextInput
				label="API key"
				optional={!isNew}
				help={isNew ? "Stored encrypted and never shown again." : "Leave it empty to keep the stored key."}
				errors={state.errors.apiKey ?? undefined}
				inputProps={{ name: "apiKey", type: "password", autoComplete: "off" }}
			/>
		</Fieldset>
	);
}

function OrderFields({ state }: { state: ShopFormState }) {
	return (
		<Fieldset legend="Which orders">
			<TextInput
				label="Statuses that make a lead"
				help="The shop's own words, with commas between. Shopmonkey has Estimate, RepairOrder and Invoice."
				{...fieldOf(state, "leadStatuses")}
			/>
			<TextInput
				label="Statuses that win the lead"
				optional
				help="Work that is done or paid, such as Invoice."
				{...fieldOf(state, "wonStatuses")}
			/>
		</Fieldset>
	);
}

function fieldOf(state: ShopFormState, name: keyof ShopFormState["values"]) {
	return { errors: state.errors[name] ?? undefined, inputProps: { name, defaultValue: state.values[name] ?? "" } };
}

type Reply = {
	result: { initialValue?: Record<string, unknown> | null; error?: Record<string, string[] | null> | null };
};

/** The state of the form after a refusal: what was typed; else what is stored. */
export function shopFormState(reply: Reply | undefined, stored: ShopFormState["values"]): ShopFormState {
	const typed = (reply?.result.initialValue ?? {}) as ShopFormState["values"];
	return { values: { ...stored, ...typed }, errors: reply?.result.error ?? {} };
}

/** The errors for the summary, without those that are none. */
export function allErrors(errors: ShopFormState["errors"]): Record<string, string[]> {
	return Object.fromEntries(Object.entries(errors).flatMap(([name, lines]) => (lines?.length ? [[name, lines]] : [])));
}
