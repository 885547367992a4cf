-- always to today
SELECT
  "t16"."unit_id",
  "t16"."lead_officer_id" AS "officer_id",
  "t16"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE(
    "t16"."end_at",
    CAST(COALESCE("t16"."due_day", "t16"."end_of_period") AS BIGINT) * 86400
  ) AS "occurred_at",
  COALESCE("t16"."due_day", "t16"."end_of_period") AS "due_day",
  CAST((
    "t16"."end_day" - "t16"."start_day"
  ) - "t16"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST((
    COALESCE("t16"."due_day", "t16"."end_of_period") - "t16"."start_day"
  ) - "t16"."paused" AS DECIMAL(18, 4)) AS "limit",
  'review_submitted' AS "what",
  "t16"."start_at" AS "from_at",
  "t16"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t15"."case",
    "t15"."case_id",
    "t15"."complaint_id",
    "t15"."unit_id",
    "t15"."lead_officer_id",
    "t15"."start_day",
    "t15"."start_at",
    "t15"."start_workday",
    "t15"."end_at",
    "t15"."end_day",
    "t15"."end_workday",
    "t15"."limit_number",
    "t15"."length",
    "t15"."paused",
    "t15"."end_of_period",
    "t4"."end_of_period" AS "end_of_period_right",
    "t4"."due_day"
  FROM (
    SELECT
      "t13"."case",
      "t13"."case_id",
      "t13"."complaint_id",
      "t13"."unit_id",
      "t13"."lead_officer_id",
      "t13"."start_day",
      "t13"."start_at",
      "t13"."start_workday",
      "t13"."end_at",
      "t13"."end_day",
      "t13"."end_workday",
      "t13"."limit_number",
      CAST((
        (
          "t13"."first_of_month" + LEAST("t13"."day_of_month", "t13"."month_length")
        ) - 1
      ) - "t13"."start_day" AS INT) AS "length",
      0 AS "paused",
      CAST("t13"."start_day" + CAST((
        (
          "t13"."first_of_month" + LEAST("t13"."day_of_month", "t13"."month_length")
        ) - 1
      ) - "t13"."start_day" AS INT) + 0 AS INT) AS "end_of_period"
    FROM (
      SELECT
        "t12"."case",
        "t12"."case_id",
        "t12"."complaint_id",
        "t12"."unit_id",
        "t12"."lead_officer_id",
        "t12"."start_day",
        "t12"."start_at",
        "t12"."start_workday",
        "t12"."end_at",
        "t12"."end_day",
        "t12"."end_workday",
        "t12"."limit_number",
        "t12"."start_month",
        "t12"."day_of_month",
        "t7"."first_of_month",
        "t7"."month_length"
      FROM (
        SELECT
          "t10"."case",
          "t10"."case_id",
          "t10"."complaint_id",
          "t10"."unit_id",
          "t10"."lead_officer_id",
          "t10"."start_day",
          "t10"."start_at",
          "t10"."start_workday",
          "t10"."end_at",
          "t10"."end_day",
          "t10"."end_workday",
          "t10"."limit_number",
          "t10"."start_month",
          "t10"."day_of_month",
          CAST("t10"."start_month" + "t10"."limit_number" AS INT) AS "due_month"
        FROM (
          SELECT
            "t9"."case",
            "t9"."case_id",
            "t9"."complaint_id",
            "t9"."unit_id",
            "t9"."lead_officer_id",
            "t9"."start_day",
            "t9"."start_at",
            "t9"."start_workday",
            "t9"."end_at",
            "t9"."end_day",
            "t9"."end_workday",
            "t9"."limit_number",
            "t6"."start_month",
            "t6"."day_of_month"
          FROM (
            SELECT
              "t1"."case",
              "t1"."case_id",
              "t1"."complaint_id",
              "t1"."unit_id",
              "t1"."lead_officer_id",
              "t1"."first_closed_day" AS "start_day",
              "t1"."first_closed_at" AS "start_at",
              "t1"."first_closed_workday" AS "start_workday",
              "t1"."first_review_submitted_at" AS "end_at",
              COALESCE("t1"."first_review_submitted_day", 19904) AS "end_day",
              COALESCE("t1"."first_review_submitted_workday", 1055359) AS "end_workday",
              1 AS "limit_number"
            FROM "rows" AS "t1"
            WHERE
              "t1"."first_closed_at" IS NOT NULL
              AND (
                COALESCE("t1"."first_review_submitted_day", 19904) - "t1"."first_closed_day"
              ) > (
                1 * 28
              )
          ) AS "t9"
          LEFT OUTER JOIN (
            SELECT
              "t0"."day" AS "start_day",
              "t0"."month_number" AS "start_month",
              "t0"."day_of_month"
            FROM "calendar" AS "t0"
          ) AS "t6"
            ON "t9"."start_day" = "t6"."start_day"
        ) AS "t10"
      ) AS "t12"
      LEFT OUTER JOIN (
        SELECT
          "t0"."month_number" AS "due_month",
          "t0"."day" AS "first_of_month",
          "t0"."month_length"
        FROM "calendar" AS "t0"
        WHERE
          "t0"."day_of_month" = 1
      ) AS "t7"
        ON "t12"."due_month" = "t7"."due_month"
    ) AS "t13"
  ) AS "t15"
  LEFT OUTER JOIN (
    SELECT
      "t0"."day" AS "end_of_period",
      "t0"."rolled_day" AS "due_day"
    FROM "calendar" AS "t0"
  ) AS "t4"
    ON "t15"."end_of_period" = "t4"."end_of_period"
) AS "t16"
WHERE
  "t16"."end_day" > COALESCE("t16"."due_day", "t16"."end_of_period")
