import { Form } from "@remix-run/react";
import { CHANNEL_LABELS, type MessagingSettings } from "#app/domain/messaging/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Section } from "#app/ui/frame/page.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

/** Quiet hours and the frequency cap. */
export function RulesSection({ rules, mayEdit }: { rules: MessagingSettings; mayEdit: boolean }) {
	const { quietHours, frequencyCap } = rules;
	return (
		<Section title="Quiet hours and cap">
			<Form method="post" discover="none" className="form">
				<input type="hidden" name="act" value="rules" />
				<Checkbox
					label="Keep quiet hours"
					help="Sequences and reminders wait for their end, on the receiver's clock. Confirmations, answers and the first email after a customer's own order do not. Without them, customers may get texts at night."
					inputProps={{ name: "quiet", defaultChecked: quietHours !== null, disabled: !mayEdit }}
				/>
				<TextInput
					label="From"
					inputProps={{ name: "starts", type: "time", defaultValue: quietHours?.starts ?? "21:00", disabled: !mayEdit }}
				/>
				<TextInput
					label="Until"
					inputProps={{ name: "ends", type: "time", defaultValue: quietHours?.ends ?? "08:00", disabled: !mayEdit }}
				/>
				<CapFields cap={frequencyCap} mayEdit={mayEdit} />
				{mayEdit && (
					<FormActions>
						<SubmitButton>Save rules</SubmitButton>
					</FormActions>
				)}
			</Form>
		</Section>
	);
}

function CapFields({ cap, mayEdit }: { cap: MessagingSettings["frequencyCap"]; mayEdit: boolean }) {
	return (
		<>
			<TextInput
				label="Messages of sequences a day"
				help="The most that one contact gets, over all sequences."
				inputProps={{
					name: "perDay",
					type: "number",
					min: 1,
					max: 50,
					defaultValue: cap.perDay,
					disabled: !mayEdit,
				}}
			/>
			<TextInput
				label="Messages of sequences in seven days"
				inputProps={{
					name: "perWeek",
					type: "number",
					min: 1,
					max: 200,
					defaultValue: cap.perWeek,
					disabled: !mayEdit,
				}}
			/>
		</>
	);
}

type Addresses = {
	addresses: { id: string; channel: string; address: string; location: string | null }[];
	locations: { id: string; name: string }[];
	mayEdit: boolean;
	shown: { secret?: string; address?: string } | undefined;
};

/** The numbers and addresses that customers write to. */
export function AddressSection({ addresses, locations, mayEdit, shown }: Addresses) {
	return (
		<Section title="Where customers write to">
			<div className="stack">
				<p>Texts go out from these numbers, and answers to emails come back to these addresses.</p>
				{shown?.secret && (
					<Notice tone="good" title={`${shown.address} was added.`}>
						<CopyField
							label="Secret"
							value={shown.secret}
							help="Shown once. It goes with each mail posted to us, as a bearer token."
						/>
					</Notice>
				)}
				<ul className="stack">
					{addresses.map((row) => (
						<li key={row.id} className="cluster">
							<span>
								{CHANNEL_LABELS[row.channel]}: {row.address}, {row.location ?? "all locations"}
							</span>
							{mayEdit && <RemoveAddress id={row.id} address={row.address} />}
						</li>
					))}
				</ul>
				{mayEdit && <AddAddress locations={locations} />}
			</div>
		</Section>
	);
}

function RemoveAddress({ id, address }: { id: string; address: string }) {
	return (
		<Form method="post" discover="none">
			<input type="hidden" name="act" value="remove-address" />
			<input type="hidden" name="id" value={id} />
			<SubmitButton tone="quiet" small aria-label={`Remove ${address}`}>
				Remove
			</SubmitButton>
		</Form>
	);
}

function AddAddress({ locations }: { locations: Addresses["locations"] }) {
	return (
		<Form method="post" discover="none" className="form">
			<input type="hidden" name="act" value="add-address" />
			<Select
				label="Channel"
				inputProps={{ name: "channel" }}
				options={[
					{ value: "sms", label: "SMS" },
					{ value: "email", label: "Email" },
				]}
			/>
			<TextInput
				label="Number or address"
				help="Numbers in international form, such as +1 500 555 0006."
				inputProps={{ name: "address" }}
			/>
			<Select
				label="Location"
				empty="All locations"
				inputProps={{ name: "locationId" }}
				options={locations.map(({ id, name }) => ({ value: id, label: name }))}
			/>
			<FormActions>
				<SubmitButton tone="plain">Add address</SubmitButton>
			</FormActions>
		</Form>
	);
}
