import type { ComponentType } from "react";
import type { ArtifactShown } from "#app/domain/artifacts/reading/artifact-queries.ts";
import type { PricingLimits } from "#app/domain/artifacts/rules/pricing.ts";

/** What a form posts of an artifact's content: texts, by the names of the inputs without `content.`. */
export type Posted = { [name: string]: Posted | (Posted | string | undefined)[] | string | undefined };

/** An artifact as a page's loader hands it on: instants are texts there. */
export type Shown = Omit<ArtifactShown, "createdAt" | "updatedAt" | "savedAt" | "content"> & {
	createdAt: string | Date;
	updatedAt: string | Date;
	savedAt: string | Date;
	content: unknown;
};

export type ViewProps<T> = {
	artifact: Shown;
	content: T;
	/** Whether forms may stand in it: never on paper, nor for who only reads, nor on an older version. */
	mayWork: boolean;
	members: readonly { id: string; name: string }[];
};

export type FieldsProps = {
	artifact: Pick<Shown, "tasks">;
	/** What stands in the inputs: as it was typed, else as it is kept. */
	values: Posted;
	/** By the names of the inputs: `content.lines[0].name`. */
	errors: Readonly<Record<string, readonly string[]>>;
	/** What a price may be without a manager; undefined for kinds that have none. */
	limits?: PricingLimits | undefined;
	members: readonly { id: string; name: string }[];
	/** Empty rows at the end of each list. */
	blank: number;
};

/** How a kind of artifact is shown, on a page and on paper, and edited by a plain form. */
export type KindView<T = never> = {
	View: ComponentType<ViewProps<T>>;
	/** Inputs named `content.…`, without a form around them. */
	Fields: ComponentType<FieldsProps>;
	write(content: T): Posted;
	/** The inputs as content to save; `artifact` as it is kept. Throws 422 by the names of the inputs. */
	read(values: Posted, artifact: Pick<ArtifactShown, "tasks">): unknown;
};

/** One text of what was posted; "" where there is none. */
export const textIn = (values: Posted | undefined, name: string): string => {
	const value = values?.[name];
	return typeof value === "string" ? value : "";
};

/** A list of what was posted; rows that are holes are empty ones. */
export function rowsIn(values: Posted, name: string): Posted[] {
	const value = values[name];
	if (!Array.isArray(value)) return [];
	return Array.from(value, (row) => (typeof row === "object" && row !== null ? row : {}));
}

/** A number as it was typed, with a point or a comma; null for nothing, NaN for what is none. */
export function numberFrom(text: string): number | null {
	const plain = text.trim().replace(",", ".").replace(/%$/, "").trim();
	if (plain === "") return null;
	return /^[+-]?\d{1,9}(\.\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
}
