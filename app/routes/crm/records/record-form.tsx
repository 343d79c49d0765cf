import { Form } from "@remix-run/react";
import type { CustomField } from "#app/domain/crm/fields/schema.ts";
import type { Choices } from "#app/domain/crm/records/reads/choice-queries.ts";
import type { Values } from "#app/domain/crm/records/rules.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import type { FormReply } from "#app/doors/form.ts";
import { ButtonLink, SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { EditConflict } from "./edit-conflict.tsx";
import { FieldControl, idOf } from "./field-control.tsx";
import { currencyOf, inputText } from "./field-text.ts";
import { formFields, inputName } from "./form-fields.ts";
import { askedOf, clashOf, decidedOf, errorsOf, startOf, typedOf } from "./typed.ts";

type Given = {
	type: RecordType;
	fields: readonly CustomField[];
	choices: Choices;
	values: Values;
	/** Of the record that is edited; a new one has none. */
	version?: number;
	reply: FormReply | undefined;
	button: string;
	cancel: string;
};

/** All fields of a record as one form, for a new one and for changing one. What was typed comes back with errors. */
export function RecordForm({ type, fields, choices, values, version, reply, button, cancel }: Given) {
	// Why a deal was lost is asked once there is one.
	const all = formFields(type, fields).filter(({ name }) => version !== undefined || name !== "lostReason");
	const typed = typedOf(reply);
	const errors = errorsOf(reply);
	const clash = clashOf(reply);
	const decided = decidedOf(reply, clash);
	const currency = currencyOf(values);
	return (
		<Form discover="none" method="post" className="form" data-unsaved>
			{clash ? (
				<EditConflict {...{ clash, choices, fields: all, typed: typed ?? {}, values }} again={cancel} />
			) : (
				<ErrorSummary
					allErrors={errors}
					ids={Object.fromEntries(all.map((field) => [inputName(field.name), idOf(field)]))}
				/>
			)}
			{version !== undefined && <input type="hidden" name="version" value={String(typed?.version ?? version)} />}
			{/* Who has seen the other side and saves again has decided; what others changed besides stays. */}
			{decided && <input type="hidden" name="decided" value={decided} />}
			<div className="form-pairs">
				{all.map((field) => (
					<FieldControl
						key={field.name}
						field={field}
						value={startOf(field, typed, inputText(field, values))}
						choices={choices}
						currency={currency}
						errors={errors[inputName(field.name)]}
						asked={askedOf(field, reply)}
					/>
				))}
			</div>
			<FormActions>
				<SubmitButton>{clash ? "Save mine" : button}</SubmitButton>
				<ButtonLink to={cancel} tone="quiet">
					{version === undefined ? "Add nothing" : "Keep as it is"}
				</ButtonLink>
			</FormActions>
		</Form>
	);
}
