-- 2021-07-15 to today
WITH "t12" AS (
  SELECT
    "t11"."case",
    "t11"."start_day",
    "t11"."start_workday",
    "t11"."length",
    "t3"."from_day",
    "t3"."to_day"
  FROM (
    SELECT
      "t1"."case",
      "t1"."first_filed_day" AS "start_day",
      "t1"."first_filed_workday" AS "start_workday",
      90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END AS "length"
    FROM "rows" AS "t1"
    WHERE
      "t1"."kind" IN ('penalty')
      AND "t1"."procedure" IN ('ordinary')
      AND "t1"."first_filed_day" >= 18823
      AND "t1"."first_filed_at" IS NOT NULL
      AND NOT (
        "t1"."count_transferred" > 0
      )
      AND (
        COALESCE(
          COALESCE(
            LEAST(
              CASE
                WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                THEN "t1"."first_decided_day"
                ELSE CAST(NULL AS INT)
              END,
              CASE
                WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                THEN "t1"."first_closed_day"
                ELSE CAST(NULL AS INT)
              END
            ),
            LEAST("t1"."first_decided_day", "t1"."first_closed_day")
          ),
          19904
        ) - "t1"."first_filed_day"
      ) > (
        90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END
      )
  ) AS "t11"
  INNER JOIN "pauses" AS "t3"
    ON "t11"."case" = "t3"."case"
), "t31" AS (
  SELECT
    "t30"."case",
    "t30"."case_id",
    "t30"."complaint_id",
    "t30"."unit_id",
    "t30"."lead_officer_id",
    "t30"."start_day",
    "t30"."start_at",
    "t30"."start_workday",
    "t30"."end_at",
    "t30"."end_day",
    "t30"."end_workday",
    "t30"."limit_number",
    "t30"."length",
    "t30"."paused",
    "t30"."end_of_period",
    "t6"."end_of_period" AS "end_of_period_right",
    "t6"."due_day"
  FROM (
    SELECT
      "t28"."case",
      "t28"."case_id",
      "t28"."complaint_id",
      "t28"."unit_id",
      "t28"."lead_officer_id",
      "t28"."start_day",
      "t28"."start_at",
      "t28"."start_workday",
      "t28"."end_at",
      "t28"."end_day",
      "t28"."end_workday",
      "t28"."limit_number",
      "t28"."length",
      "t28"."paused",
      CAST("t28"."start_day" + "t28"."length" + "t28"."paused" AS INT) AS "end_of_period"
    FROM (
      SELECT
        "t27".*
        EXCLUDE ("case_right")
      FROM (
        SELECT
          "t26"."case",
          "t26"."case_id",
          "t26"."complaint_id",
          "t26"."unit_id",
          "t26"."lead_officer_id",
          "t26"."start_day",
          "t26"."start_at",
          "t26"."start_workday",
          "t26"."end_at",
          "t26"."end_day",
          "t26"."end_workday",
          "t26"."limit_number",
          "t26"."length",
          "t26"."case_right",
          COALESCE("t26"."paused", 0) AS "paused"
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
            "t10"."length",
            "t25"."case" AS "case_right",
            "t25"."paused"
          FROM (
            SELECT
              "t1"."case",
              "t1"."case_id",
              "t1"."complaint_id",
              "t1"."unit_id",
              "t1"."lead_officer_id",
              "t1"."first_filed_day" AS "start_day",
              "t1"."first_filed_at" AS "start_at",
              "t1"."first_filed_workday" AS "start_workday",
              COALESCE(
                LEAST(
                  CASE
                    WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                    THEN "t1"."first_decided_at"
                    ELSE CAST(NULL AS BIGINT)
                  END,
                  CASE
                    WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                    THEN "t1"."first_closed_at"
                    ELSE CAST(NULL AS BIGINT)
                  END
                ),
                LEAST("t1"."first_decided_at", "t1"."first_closed_at")
              ) AS "end_at",
              COALESCE(
                COALESCE(
                  LEAST(
                    CASE
                      WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                      THEN "t1"."first_decided_day"
                      ELSE CAST(NULL AS INT)
                    END,
                    CASE
                      WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                      THEN "t1"."first_closed_day"
                      ELSE CAST(NULL AS INT)
                    END
                  ),
                  LEAST("t1"."first_decided_day", "t1"."first_closed_day")
                ),
                19904
              ) AS "end_day",
              COALESCE(
                COALESCE(
                  LEAST(
                    CASE
                      WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                      THEN "t1"."first_decided_workday"
                      ELSE CAST(NULL AS INT)
                    END,
                    CASE
                      WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                      THEN "t1"."first_closed_workday"
                      ELSE CAST(NULL AS INT)
                    END
                  ),
                  LEAST("t1"."first_decided_workday", "t1"."first_closed_workday")
                ),
                1055359
              ) AS "end_workday",
              90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END AS "limit_number",
              90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END AS "length"
            FROM "rows" AS "t1"
            WHERE
              "t1"."kind" IN ('penalty')
              AND "t1"."procedure" IN ('ordinary')
              AND "t1"."first_filed_day" >= 18823
              AND "t1"."first_filed_at" IS NOT NULL
              AND NOT (
                "t1"."count_transferred" > 0
              )
              AND (
                COALESCE(
                  COALESCE(
                    LEAST(
                      CASE
                        WHEN "t1"."first_decided_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_decided_day"
                        ELSE CAST(NULL AS INT)
                      END,
                      CASE
                        WHEN "t1"."first_closed_day" >= "t1"."first_filed_day"
                        THEN "t1"."first_closed_day"
                        ELSE CAST(NULL AS INT)
                      END
                    ),
                    LEAST("t1"."first_decided_day", "t1"."first_closed_day")
                  ),
                  19904
                ) - "t1"."first_filed_day"
              ) > (
                90 + CASE WHEN "t1"."count_extended" > 0 THEN 30 ELSE 0 END
              )
          ) AS "t10"
          LEFT OUTER JOIN (
            SELECT
              "t23"."case",
              CAST(SUM("t23"."days") AS INT) AS "paused"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t18"."case",
                  "t18"."start_day",
                  "t18"."start_workday",
                  "t18"."length",
                  "t18"."from_day",
                  "t18"."to_day",
                  "t18"."first",
                  "t18"."days",
                  "t18"."counted",
                  COALESCE(
                    SUM("t18"."days") OVER (
                      PARTITION BY "t18"."case"
                      ORDER BY "t18"."first" ASC
                      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 preceding
                    ),
                    0
                  ) AS "before"
                FROM (
                  SELECT
                    "t13"."case",
                    "t13"."start_day",
                    "t13"."start_workday",
                    "t13"."length",
                    "t13"."from_day",
                    "t13"."to_day",
                    GREATEST("t13"."from_day", "t13"."start_day" + 1) AS "first",
                    "t13"."to_day" - GREATEST("t13"."from_day", "t13"."start_day" + 1) AS "days",
                    (
                      GREATEST("t13"."from_day", "t13"."start_day" + 1) - "t13"."start_day"
                    ) - 1 AS "counted"
                  FROM "t12" AS "t13"
                  WHERE
                    "t13"."to_day" > (
                      "t13"."start_day" + 1
                    )
                ) AS "t18"
              ) AS "t20"
              WHERE
                (
                  "t20"."counted" - "t20"."before"
                ) < "t20"."length"
            ) AS "t23"
            GROUP BY
              1
          ) AS "t25"
            ON "t10"."case" = "t25"."case"
        ) AS "t26"
      ) AS "t27"
    ) AS "t28"
  ) AS "t30"
  LEFT OUTER JOIN (
    SELECT
      "t0"."day" AS "end_of_period",
      "t0"."rolled_day" AS "due_day"
    FROM "calendar" AS "t0"
  ) AS "t6"
    ON "t30"."end_of_period" = "t6"."end_of_period"
)
SELECT
  "t48"."unit_id",
  "t48"."lead_officer_id" AS "officer_id",
  "t48"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t48"."end_at", CAST("t48"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t48"."due_day",
  CAST((
    "t48"."end_day" - "t48"."start_day"
  ) - "t48"."paused" AS DECIMAL(18, 4)) AS "measured",
  CAST("t48"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'decided' AS "what",
  "t48"."start_at" AS "from_at",
  "t48"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t47".*
    EXCLUDE ("end_of_period_right", "end_of_period", "length")
  FROM (
    SELECT
      "t46".*
      EXCLUDE ("free_day", "case_right")
    FROM (
      SELECT
        "t45"."case",
        "t45"."case_id",
        "t45"."complaint_id",
        "t45"."unit_id",
        "t45"."lead_officer_id",
        "t45"."start_day",
        "t45"."start_at",
        "t45"."start_workday",
        "t45"."end_at",
        "t45"."end_day",
        "t45"."end_workday",
        "t45"."limit_number",
        "t45"."length",
        "t45"."paused",
        "t45"."end_of_period",
        "t45"."end_of_period_right",
        COALESCE("t45"."free_day", 2932896) AS "due_day",
        "t45"."case_right",
        "t45"."free_day"
      FROM (
        SELECT
          "t37"."case",
          "t37"."case_id",
          "t37"."complaint_id",
          "t37"."unit_id",
          "t37"."lead_officer_id",
          "t37"."start_day",
          "t37"."start_at",
          "t37"."start_workday",
          "t37"."end_at",
          "t37"."end_day",
          "t37"."end_workday",
          "t37"."limit_number",
          "t37"."length",
          "t37"."paused",
          "t37"."end_of_period",
          "t37"."end_of_period_right",
          "t37"."due_day",
          "t44"."case" AS "case_right",
          "t44"."free_day"
        FROM (
          SELECT
            "t32"."case",
            "t32"."case_id",
            "t32"."complaint_id",
            "t32"."unit_id",
            "t32"."lead_officer_id",
            "t32"."start_day",
            "t32"."start_at",
            "t32"."start_workday",
            "t32"."end_at",
            "t32"."end_day",
            "t32"."end_workday",
            "t32"."limit_number",
            "t32"."length",
            "t32"."paused",
            "t32"."end_of_period",
            "t32"."end_of_period_right",
            COALESCE("t32"."due_day", "t32"."end_of_period") AS "due_day"
          FROM "t31" AS "t32"
        ) AS "t37"
        LEFT OUTER JOIN (
          SELECT
            "t42"."case",
            MIN("t42"."next_day") AS "free_day"
          FROM (
            SELECT
              "t41"."case",
              "t41"."end_of_period",
              "t41"."next_day"
            FROM (
              SELECT
                *
              FROM (
                SELECT
                  "t32"."case",
                  "t32"."end_of_period",
                  COALESCE("t32"."due_day", "t32"."end_of_period") AS "next_day"
                FROM "t31" AS "t32"
              ) AS "t36"
              UNION ALL
              SELECT
                *
              FROM (
                SELECT
                  *
                FROM (
                  SELECT
                    "t34"."case",
                    "t34"."end_of_period",
                    "t22"."next_day"
                  FROM (
                    SELECT
                      "t32"."case",
                      "t32"."end_of_period"
                    FROM "t31" AS "t32"
                  ) AS "t34"
                  INNER JOIN (
                    SELECT
                      "t19"."case",
                      COALESCE("t19"."next_day", "t19"."to_day") AS "next_day"
                    FROM (
                      SELECT
                        "t17"."case",
                        "t17"."to_day",
                        "t7"."to_day" AS "to_day_right",
                        "t7"."next_day"
                      FROM (
                        SELECT
                          "t13"."case",
                          "t13"."to_day"
                        FROM "t12" AS "t13"
                        WHERE
                          "t13"."to_day" > (
                            "t13"."start_day" + 1
                          )
                      ) AS "t17"
                      LEFT OUTER JOIN (
                        SELECT
                          "t0"."day" AS "to_day",
                          "t0"."rolled_day" AS "next_day"
                        FROM "calendar" AS "t0"
                      ) AS "t7"
                        ON "t17"."to_day" = "t7"."to_day"
                    ) AS "t19"
                  ) AS "t22"
                    ON "t34"."case" = "t22"."case"
                ) AS "t38"
                WHERE
                  "t38"."next_day" >= "t38"."end_of_period"
              ) AS "t39"
            ) AS "t41"
            ANTI JOIN (
              SELECT
                "t13"."case" AS "halted",
                GREATEST("t13"."from_day", "t13"."start_day" + 1) AS "from_day",
                "t13"."to_day" AS "until_day"
              FROM "t12" AS "t13"
              WHERE
                "t13"."to_day" > (
                  "t13"."start_day" + 1
                )
            ) AS "t16"
              ON "t41"."case" = "t16"."halted"
              AND "t41"."next_day" >= "t16"."from_day"
              AND "t41"."next_day" < "t16"."until_day"
          ) AS "t42"
          GROUP BY
            1
        ) AS "t44"
          ON "t37"."case" = "t44"."case"
      ) AS "t45"
    ) AS "t46"
  ) AS "t47"
) AS "t48"
WHERE
  "t48"."end_day" > "t48"."due_day"
