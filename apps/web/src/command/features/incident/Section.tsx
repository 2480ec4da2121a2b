import { useId, type ReactNode } from "react";

type Props = { title: string; count?: number; children: ReactNode };

export function Section({ title, count, children }: Props) {
  const id = useId();
  return (
    <section className="section" aria-labelledby={id}>
      <h2 className="section-title" id={id}>
        {title}
        {count !== undefined && count > 1 && <span className="muted figures"> {count}</span>}
      </h2>
      {children}
    </section>
  );
}
