import type { ReactNode } from "react";
import { CopyField } from "#app/ui/forms/copy-field.tsx";
import { Notice } from "#app/ui/signs/notice.tsx";

type Shown = { title: string; secret: string; address?: string; children?: ReactNode };

/** A secret, the one time that it is shown. */
export function NewSecret({ title, secret, address, children }: Shown) {
	return (
		<div className="stack">
			<Notice tone="good" title={title}>
				Copy the secret now. It is not shown again.
			</Notice>
			<CopyField label="Secret" value={secret} />
			{address && <CopyField label="Address" value={address} />}
			{children && <p>{children}</p>}
		</div>
	);
}
