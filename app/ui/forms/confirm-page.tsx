import { Form } from "@remix-run/react";
import type { ReactNode } from "react";
import { ButtonLink, SubmitButton } from "./button.tsx";
import { FormActions } from "./form.tsx";

/**
 * The page before a dangerous act: it names the object and the count, says what follows and what can be undone,
 * and the button repeats the verb and the noun ("Delete 12 leads"). `values` are posted along as hidden fields.
 */
export function ConfirmPage({
	action,
	consequence,
	button,
	cancel,
	danger = true,
	values = {},
	children,
}: {
	action: string;
	consequence: ReactNode;
	button: string;
	cancel: string;
	danger?: boolean;
	values?: Record<string, string | readonly string[]>;
	children?: ReactNode;
}) {
	return (
		<Form discover="none" method="post" action={action} className="form">
			<p>{consequence}</p>
			{Object.entries(values).flatMap(([name, value]) =>
				[value].flat().map((one) => <input key={name + one} type="hidden" name={name} value={one} />),
			)}
			{children}
			<FormActions>
				<SubmitButton tone={danger ? "danger" : "primary"}>{button}</SubmitButton>
				<ButtonLink to={cancel} tone="quiet">
					Keep as it is
				</ButtonLink>
			</FormActions>
		</Form>
	);
}
