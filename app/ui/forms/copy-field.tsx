import { useState } from "react";
import { Button } from "./button.tsx";
import { Field } from "./field.tsx";

/** A text to take along: a link, a key, an address. Selectable without a script, one press with it. */
export function CopyField({ label, value, help }: { label: string; value: string; help?: string }) {
	const [copied, setCopied] = useState(false);
	const id = `copy-${label.toLowerCase().replaceAll(/\W+/g, "-")}`;
	return (
		<Field id={id} label={label} help={help}>
			<div className="copy-row">
				<input
					id={id}
					className="input"
					readOnly
					value={value}
					aria-describedby={help && `${id}-help`}
					onFocus={(event) => event.currentTarget.select()}
				/>
				<Button
					icon={copied ? "check" : "copy"}
					data-needs-script
					onClick={() => navigator.clipboard.writeText(value).then(() => setCopied(true))}
				>
					{copied ? "Copied" : "Copy"}
				</Button>
			</div>
		</Field>
	);
}
