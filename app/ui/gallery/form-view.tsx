import { ButtonLink, IconButton, SubmitButton } from "#app/ui/forms/button.tsx";
import { Checkbox } from "#app/ui/forms/checkbox.tsx";
import { Conflict } from "#app/ui/forms/conflict.tsx";
import { ErrorSummary, Fieldset, FormActions } from "#app/ui/forms/form.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextArea } from "#app/ui/forms/text-area.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Page, Section } from "#app/ui/frame/page.tsx";

const phone = ["Write the number with its country, such as +1 510 555 0142."];

/** Every control, with help, with an error, and the summary that leads to it. */
export function FormView() {
	return (
		<Page title="Book appointment" crumbs={[{ label: "Calendar", href: "/calendar" }]} width="narrow" search={null}>
			<form className="form" method="post" data-unsaved>
				<ErrorSummary allErrors={{ phone }} />
				<Who />
				<Fieldset legend="What and when">
					<Select
						label="Service"
						empty="Choose a service"
						help="The price is the one of this location."
						inputProps={{ name: "service", required: true }}
						options={[
							{ value: "oil", label: "Oil change, 45 min, $89.00", group: "Maintenance" },
							{ value: "brakes", label: "Brake pads, 1 h 20 min, $310.00", group: "Repair" },
						]}
					/>
					<TextInput label="Day" inputProps={{ name: "day", type: "date", defaultValue: "2026-11-24" }} />
					<RadioGroup
						label="Reminder"
						name="reminder"
						chosen={["sms"]}
						options={[
							{ value: "sms", label: "Text message", help: "2 hours before" },
							{ value: "email", label: "Email", help: "the day before" },
						]}
					/>
					<TextArea label="Note" optional help="Only your team sees it." inputProps={{ name: "note" }} />
					<Checkbox label="Send a confirmation" inputProps={{ name: "confirm", defaultChecked: true }} />
				</Fieldset>
				<FormActions>
					<SubmitButton>Book appointment</SubmitButton>
					<ButtonLink to="/calendar" tone="quiet">
						Cancel
					</ButtonLink>
					<SubmitButton disabled>Not allowed</SubmitButton>
					<IconButton label="Copy the form" icon="copy" />
				</FormActions>
			</form>
			<ConflictSample />
		</Page>
	);
}

function ConflictSample() {
	return (
		<Section title="When two people save">
			<Conflict
				who="Hana Sato"
				differences={[
					{ label: "Phone", theirs: "+1 510 555 0142", yours: "+1 510 555 0199" },
					{ label: "Note", theirs: "", yours: "Prefers mornings" },
				]}
			>
				<SubmitButton form="none">Save mine</SubmitButton>
				<SubmitButton form="none" tone="plain">
					Keep theirs
				</SubmitButton>
			</Conflict>
		</Section>
	);
}

function Who() {
	return (
		<Fieldset legend="Who">
			<TextInput label="Name" inputProps={{ name: "name", required: true, defaultValue: "Ana María Díaz" }} />
			<div className="form-pair">
				<TextInput label="Email" optional inputProps={{ name: "email", type: "email" }} />
				<TextInput label="Phone" errors={phone} inputProps={{ name: "phone", type: "tel", defaultValue: "555" }} />
			</div>
		</Fieldset>
	);
}
