import { Button, Popover } from "antd";
import { useState } from "react";
import { ReasonForm } from "./ReasonForm.tsx";

type Props = {
  title: string;
  /** What showing it means, in a sentence. */
  line: string;
  reveal: {
    error: Error | null;
    isPending: boolean;
    mutate: (reason: string, then: { onSuccess: () => void }) => void;
  };
};

/** What is masked is shown to whoever says why. */
export function RevealPopover({ title, line, reveal }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={open}
      onOpenChange={setOpen}
      content={
        <div style={{ width: 300 }}>
          <p className="muted">{line}</p>
          {reveal.error && <p role="alert">{reveal.error.message}</p>}
          <ReasonForm
            title={title}
            usual={false}
            pending={reveal.isPending}
            onSend={(reason) => reveal.mutate(reason, { onSuccess: () => setOpen(false) })}
            onCancel={() => setOpen(false)}
          />
        </div>
      }
    >
      <Button size="small" className="no-print" aria-expanded={open}>
        {title}
      </Button>
    </Popover>
  );
}
