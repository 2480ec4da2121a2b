import { CaretDownOutlined, CaretRightOutlined } from "@ant-design/icons";
import { levelOf, parentOf, type Unit } from "@gezhi/contract/units.ts";
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import { unitsBelowQuery } from "../../../../shared/units/unit-queries.ts";

type Node = { code: string; name: string; depth: number; approximate: boolean };
type Props = {
  root: Unit;
  selected: string;
  expanded: ReadonlySet<string>;
  onExpand: (code: string, open: boolean) => void;
  onSelect: (code: string) => void;
};

const hasChildren = (code: string) => levelOf(code) !== "microGrid" && levelOf(code) !== "grid";

function visibleNodes(
  root: Unit,
  expanded: ReadonlySet<string>,
  below: ReadonlyMap<string, readonly Unit[] | undefined>,
): Node[] {
  const visit = (unit: Unit, depth: number): Node[] => [
    { code: unit.code, name: unit.shortName, depth, approximate: unit.approximate },
    ...(expanded.has(unit.code)
      ? (below.get(unit.code) ?? []).flatMap((child) => visit(child, depth + 1))
      : []),
  ];
  return visit(root, 1);
}

/** City, districts, towns, villages, grids; each level is fetched when it is opened. Arrow keys walk and open. */
export function UnitTree({ root, selected, expanded, onExpand, onSelect }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const open = [...expanded].filter((code) => code.startsWith(root.code) && hasChildren(code));
  const results = useQueries({ queries: open.map((code) => unitsBelowQuery(code)) });
  const below = new Map(open.map((code, index) => [code, results[index]?.data]));
  const nodes = visibleNodes(root, expanded, below);
  const reached = nodes.some(({ code }) => code === selected) ? selected : root.code;

  const focus = (code: string | undefined) =>
    box.current?.querySelector<HTMLElement>(`[data-code="${code}"]`)?.focus();
  const press = (event: KeyboardEvent, node: Node, index: number) => {
    const isOpen = expanded.has(node.code);
    const moves: Record<string, () => void> = {
      ArrowDown: () => focus(nodes[index + 1]?.code),
      ArrowUp: () => focus(nodes[index - 1]?.code),
      Home: () => focus(nodes[0]?.code),
      End: () => focus(nodes.at(-1)?.code),
      ArrowRight: () => {
        if (!hasChildren(node.code)) return;
        if (isOpen) focus(nodes[index + 1]?.code);
        else onExpand(node.code, true);
      },
      ArrowLeft: () => {
        if (isOpen && hasChildren(node.code)) onExpand(node.code, false);
        else focus(parentOf(node.code));
      },
      Enter: () => onSelect(node.code),
      " ": () => onSelect(node.code),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  return (
    <div ref={box} role="tree" aria-label={t("admin.units.tree")} className="unit-tree">
      {nodes.map((node, index) => (
        <TreeNode
          key={node.code}
          node={node}
          open={hasChildren(node.code) ? expanded.has(node.code) : undefined}
          selected={node.code === selected}
          reached={node.code === reached}
          onKey={(event) => press(event, node, index)}
          onExpand={onExpand}
          onSelect={onSelect}
        />
      ))}
    </div>
  );
}

type NodeProps = {
  node: Node;
  /** Undefined: nothing below. */
  open: boolean | undefined;
  selected: boolean;
  reached: boolean;
  onKey: (event: KeyboardEvent) => void;
  onExpand: (code: string, open: boolean) => void;
  onSelect: (code: string) => void;
};

function TreeNode({ node, open, selected, reached, onKey, onExpand, onSelect }: NodeProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (selected) line.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  const click = (event: MouseEvent) => {
    const caret = event.target instanceof Element && event.target.closest(".unit-caret");
    if (caret && open !== undefined) onExpand(node.code, !open);
    else onSelect(node.code);
  };
  return (
    <div
      ref={line}
      role="treeitem"
      aria-level={node.depth}
      aria-selected={selected}
      {...(open === undefined ? {} : { "aria-expanded": open })}
      data-code={node.code}
      tabIndex={reached ? 0 : -1}
      className="unit-node"
      style={{ paddingLeft: (node.depth - 1) * 16 }}
      onKeyDown={onKey}
      onClick={click}
    >
      <span className="unit-caret" aria-hidden>
        {open !== undefined && (open ? <CaretDownOutlined /> : <CaretRightOutlined />)}
      </span>
      <span>{node.name}</span>
      <span className="muted figures">{node.code}</span>
    </div>
  );
}
