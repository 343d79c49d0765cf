import { getFormProps, getSelectProps, type SubmissionResult, useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { Form } from "@remix-run/react";
import { useEffect, useState } from "react";
import { PreferencesForm } from "#app/domain/identity/account/profile-forms.ts";
import type { Preferences } from "#app/domain/identity/preferences/preferences-schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { ErrorSummary, FormActions } from "#app/ui/forms/form.tsx";
import { Select } from "#app/ui/forms/select.tsx";

type Props = { preferences: Preferences; zones: string[]; result: SubmissionResult<string[]> | undefined };

const LOCALE_NAMES = [
	{ value: "en", label: "English" },
	{ value: "en-GB", label: "English (United Kingdom)" },
	{ value: "en-AU", label: "English (Australia)" },
	{ value: "en-CA", label: "English (Canada)" },
];
const THEMES = [
	{ value: "system", label: "As the system" },
	{ value: "light", label: "Light" },
	{ value: "dark", label: "Dark" },
];
const PAGES = [
	{ value: "/today", label: "Today" },
	{ value: "/leads", label: "Leads" },
	{ value: "/conversations", label: "Conversations" },
	{ value: "/calendar", label: "Calendar" },
	{ value: "/contacts", label: "Contacts" },
	{ value: "/tasks", label: "Tasks" },
];

/** Zone, language, appearance and start page. */
export function PreferencesFields({ preferences, zones, result }: Props) {
	// What one is told of waits for notifications (MSG-7): a box that changes nothing is not shown.
	const { notifications: _, ...rest } = preferences;
	const [form, fields] = useForm({
		id: "preferences",
		lastResult: result,
		defaultValue: rest,
		onValidate: ({ formData }) => parseWithZod(formData, { schema: PreferencesForm }),
	});
	const listed = zones.includes(rest.timeZone) ? zones : [rest.timeZone, ...zones];
	return (
		<Form method="post" reloadDocument className="form" {...getFormProps(form)}>
			<ErrorSummary id="preferences-errors" allErrors={form.allErrors} form="preferences" />
			<input type="hidden" name="act" value="preferences" />
			<Select
				label="Time zone"
				help={<ZoneHint chosen={rest.timeZone} />}
				errors={fields.timeZone.errors}
				inputProps={getSelectProps(fields.timeZone)}
				options={listed.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }))}
			/>
			<Select
				label="Language"
				help="How your browser spells and reads aloud what stands here."
				inputProps={getSelectProps(fields.locale)}
				options={LOCALE_NAMES}
			/>
			<Select label="Appearance" inputProps={getSelectProps(fields.theme)} options={THEMES} />
			<Select label="Start page" inputProps={getSelectProps(fields.startPage)} options={PAGES} />
			<FormActions>
				<SubmitButton tone="plain">Save preferences</SubmitButton>
			</FormActions>
		</Form>
	);
}

/** Says so where the browser's own zone is another one. */
function ZoneHint({ chosen }: { chosen: string }) {
	const [own, setOwn] = useState(chosen);
	useEffect(() => setOwn(Intl.DateTimeFormat().resolvedOptions().timeZone), []);
	return <>{own === chosen ? "Times are shown in this zone." : `Your browser is in ${own.replaceAll("_", " ")}.`}</>;
}
