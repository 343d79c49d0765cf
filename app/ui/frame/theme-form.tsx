import { Form } from "@remix-run/react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { RadioGroup } from "#app/ui/forms/radio-group.tsx";

/** What the server puts on <html data-theme>; `system` puts nothing, and the stylesheet follows the system. */
export type Theme = "system" | "light" | "dark";

/** The switch of light and dark. Posts `theme`; the answer sets a cookie, so the first paint is already right. */
export function ThemeForm({ action, theme }: { action: string; theme: Theme }) {
	return (
		<Form discover="none" method="post" action={action} className="form" reloadDocument>
			<RadioGroup
				label="Appearance"
				name="theme"
				chosen={[theme]}
				options={[
					{ value: "system", label: "As the system" },
					{ value: "light", label: "Light" },
					{ value: "dark", label: "Dark" },
				]}
			/>
			<div className="form-actions">
				<SubmitButton tone="plain">Save appearance</SubmitButton>
			</div>
		</Form>
	);
}
