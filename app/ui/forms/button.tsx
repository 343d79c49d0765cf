import { Link } from "@remix-run/react";
import type { ButtonHTMLAttributes, ReactNode } from "react";
import { classNames } from "#app/ui/class-names.ts";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

export type ButtonTone = "primary" | "plain" | "quiet" | "danger";
type Look = { tone?: ButtonTone; small?: boolean; icon?: IconName };
type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "style">;

/** A button that does not send its form (opens, copies, moves). Give a plain twin to whatever it does. */
export function Button({ tone, small, icon, children, ...rest }: Look & Native) {
	return (
		<button type="button" className={buttonClass(tone, small)} {...rest}>
			{icon && <Icon name={icon} />}
			{children}
		</button>
	);
}

/**
 * The button that sends a form; its words are the verb and the noun ("Book appointment"). With JavaScript a second
 * press while the form is on its way does nothing (use-busy-forms.ts); without, the server decides.
 */
export function SubmitButton({ tone = "primary", small, icon, children, ...rest }: Look & Native) {
	return (
		<button type="submit" className={buttonClass(tone, small)} {...rest}>
			{icon && <Icon name={icon} />}
			{children}
		</button>
	);
}

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({
	to,
	tone,
	small,
	icon,
	download,
	children,
}: Look & { to: string; download?: boolean; children: ReactNode }) {
	const inside = (
		<>
			{icon && <Icon name={icon} />}
			{children}
		</>
	);
	if (download)
		return (
			<a href={to} className={buttonClass(tone, small)} download>
				{inside}
			</a>
		);
	return (
		<Link to={to} discover="none" className={buttonClass(tone, small)}>
			{inside}
		</Link>
	);
}

/** A button with an icon alone, for toolbars: `label` is read out and shown on hover. */
export function IconButton({
	label,
	icon,
	tone = "quiet",
	type = "button",
	...rest
}: Omit<Native, "children"> & { label: string; icon: IconName; tone?: ButtonTone }) {
	return (
		<button
			type={type}
			className={classNames(buttonClass(tone, false), "btn-icon")}
			aria-label={label}
			title={label}
			{...rest}
		>
			<Icon name={icon} />
		</button>
	);
}

function buttonClass(tone: ButtonTone = "plain", small: boolean | undefined): string {
	return classNames("btn", tone !== "plain" && `btn-${tone}`, small && "btn-small");
}
