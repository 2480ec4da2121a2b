import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  DisconnectOutlined,
  MinusCircleOutlined,
  StopOutlined,
} from "@ant-design/icons";
import type { DeviceState } from "@gezhi/contract/devices.ts";
import { useTranslation } from "react-i18next";

const icons = {
  online: <CheckCircleOutlined aria-hidden />,
  late: <ClockCircleOutlined aria-hidden />,
  offline: <DisconnectOutlined aria-hidden />,
  silent: <MinusCircleOutlined aria-hidden />,
  retired: <StopOutlined aria-hidden />,
};

/** Shape and word; colours stay with urgency. */
export function DeviceStateTag({ state }: { state: DeviceState }) {
  const { t } = useTranslation();
  return (
    <span className={`status-tag device-state-${state}`}>
      {icons[state]} {t(`devices.states.${state}`)}
    </span>
  );
}
