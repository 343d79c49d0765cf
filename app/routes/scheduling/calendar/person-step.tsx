import { type FieldMetadata, getFormProps, getInputProps, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import type { FormReply } from "#app/doors/form.ts";
import { formatInstant } from "#app/ui/format-time.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { type Booking, Kept, What } from "./booking-steps.tsx";

/** For whom, and the button that books. After a refusal it brings back what was typed, and other times. */
export function PersonStep({ booking, reply }: { booking: Booking; reply: FormReply | undefined }) {
	const { contact, keep } = booking;
	const [form, fields] = useForm<Record<"name" | "email" | "phone" | "slot" | "ownTime", string>>({
		id: "book",
		lastResult: reply?.result ?? null,
	});
	const alternatives = reply?.detail?.alternatives as { startsAt: Date }[] | undefined;
	const offered = alternatives?.map(({ startsAt }) => new Date(startsAt).toISOString());
	const { contact: _, ...chosen } = keep;
	return (
		<Form method="post" className="form" {...getFormProps(form)}>
			<ErrorSummary allErrors={form.allErrors} form={form.id} />
			<What {...booking} />
			<Kept keep={chosen} />
			<Time booking={booking} offered={offered} ownTime={fields.ownTime} />
			{contact ? (
				<p>
					For {contact.name}
					<input type="hidden" name="contactId" value={contact.id} />
				</p>
			) : (
				<NewContact fields={fields} />
			)}
			<FormActions>
				<SubmitButton>Book appointment</SubmitButton>
			</FormActions>
		</Form>
	);
}

/** The chosen time, or the choice that is still open. */
function Time({
	booking: { place, slot, own },
	offered,
	ownTime,
}: {
	booking: Booking;
	offered: string[] | undefined;
	ownTime: FieldMetadata<string>;
}) {
	if (offered?.length) {
		return (
			<Select
				label="Another time"
				inputProps={{ name: "slot" }}
				options={offered.map((value) => ({ value, label: formatInstant(value, place!.zone) }))}
			/>
		);
	}
	if (slot) {
		return (
			<p>
				{formatInstant(slot, place!.zone)}
				<input type="hidden" name="slot" value={slot} />
			</p>
		);
	}
	return (
		<TextInput
			label={`Time on the clocks of ${place!.name}`}
			errors={ownTime.errors}
			inputProps={{ name: "ownTime", type: "datetime-local", defaultValue: ownTime.initialValue ?? own ?? "" }}
		/>
	);
}

function NewContact({ fields }: { fields: Record<"name" | "email" | "phone", FieldMetadata<string>> }) {
	return (
		<>
			<TextInput label="Name" errors={fields.name.errors} inputProps={getInputProps(fields.name, { type: "text" })} />
			<TextInput
				label="Email"
				errors={fields.email.errors}
				inputProps={getInputProps(fields.email, { type: "email" })}
			/>
			<TextInput
				label="Mobile number"
				optional
				errors={fields.phone.errors}
				inputProps={getInputProps(fields.phone, { type: "tel" })}
			/>
		</>
	);
}
